import Foundation
import FuzzSupport

do {
  let options = try FuzzOptions(Array(CommandLine.arguments.dropFirst()))
  switch options.mode {
  case .help: print(FuzzOptions.usage)
  case .worker(let status): Worker(options, status: status).run()
  case .check(let paths): exit(check(paths))
  case .write(let number): print(HexFile.encode(InputSource(corpus: Corpus(folders: options.seeds)).bytes(number), comment: "input \(number)"), terminator: "")
  case .minimize(let path):
    guard let bytes = readInput(path) else { throw FuzzOptions.Problem("cannot read \(path)") }
    let runner = InputRunner(timeout: options.timeout)
    let smaller = Minimizer(runner).minimize(bytes, like: runner.run(bytes))
    print(HexFile.encode(smaller, comment: runner.run(smaller).description), terminator: "")
  case .campaign: exit(Campaign(options).run() ? 0 : 1)
  }
} catch {
  FileHandle.standardError.write(Data("WasmFuzz: \(error)\n\n\(FuzzOptions.usage)\n".utf8))
  exit(2)
}

/// An input from a file: text in hexadecimal digits or a module.
func readInput(_ path: String) -> [UInt8]? {
  guard let data = FileManager.default.contents(atPath: path) else { return nil }
  return path.hasSuffix(".hex") ? HexFile.decode(String(decoding: data, as: UTF8.self)) : Array(data)
}

/// Checks the inputs in files. What is wrong is printed; the exit code is 1 then.
func check(_ paths: [String]) -> Int32 {
  Worker.limitMemory()
  var hasFailed = false
  for path in paths {
    guard let bytes = readInput(path) else {
      print("\(path): cannot be read")
      hasFailed = true
      continue
    }
    let check = ModuleCheck(bytes)
    print("\(path): \(check.outcome)\((check.failure ?? check.unclear).map { ": " + $0 } ?? "")")
    hasFailed = hasFailed || check.failure != nil
  }
  return hasFailed ? 1 : 0
}
