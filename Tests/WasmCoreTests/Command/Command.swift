import Foundation

/// The built `boomslang`, next to the tests.
enum Command {
  /// nil when it is not there, as when only this test target was built.
  static let path: String? = directories.map { $0 + "/boomslang" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  private static var directories: [String] {
    let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    // On macOS the tests are a bundle that a tool of Xcode's loads.
    let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map { URL(fileURLWithPath: $0.bundlePath).deletingLastPathComponent().path }
    return [executable] + bundles
  }

  struct Outcome {
    let code: Int32
    let output: String
    let errors: String
  }

  /// Runs `boomslang` and waits for it.
  static func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "boomslang")
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    // Both are short: neither pipe fills up while the other one is read.
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errorText = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(code: process.terminationStatus, output: String(decoding: text, as: UTF8.self), errors: String(decoding: errorText, as: UTF8.self))
  }

  /// Runs `boomslang wasm` on a file with these bytes; `FILE` in the arguments stands for it.
  static func run(_ arguments: [String], on bytes: [UInt8]) throws -> Outcome {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).module")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    return try run(["wasm"] + arguments.map { $0 == "FILE" ? file.path : $0 })
  }
}
