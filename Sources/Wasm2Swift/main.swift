import WasmAOT
import WasmFormat

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

// wasm2swift INPUT.wasm NAME FOLDER: translates a module to Swift source.

func fail(_ message: String) -> Never {
  let line = Array("wasm2swift: \(message)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(1)
}

func save(_ contents: [UInt8], to path: String) {
  guard let file = fopen(path, "wb") else { fail("\(path): \(String(cString: strerror(errno)))") }
  let written = fwrite(contents, 1, contents.count, file)
  guard fclose(file) == 0, written == contents.count else { fail("\(path): \(String(cString: strerror(errno)))") }
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else { fail("usage: wasm2swift INPUT.wasm NAME FOLDER") }
do {
  let module = try Module.load(ModuleBytes(contentsOfFile: arguments[1]), validation: .lazy)
  let translation = try SwiftTranslation(of: module, .init(name: arguments[2]))
  for file in translation.files { save(file.contents, to: "\(arguments[3])/\(file.name)") }
  let report = translation.report
  print("\(report.compiled.count) functions translated, \(report.interpreted.count) left to the interpreter")
} catch {
  fail("\(error)")
}
