import Foundation

/// The built `boomslang`, next to the tests.
package enum Command {
  /// nil when it is not there, as when only this test target was built.
  package static let path: String? = directories.map { $0 + "/boomslang" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  private static var directories: [String] {
    let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    // On macOS the tests are a bundle that a tool of Xcode's loads.
    let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map { URL(fileURLWithPath: $0.bundlePath).deletingLastPathComponent().path }
    return [executable] + bundles
  }

  package struct Outcome {
    package let code: Int32
    package let output: String
    package let errors: String
  }

  /// Whether there is a guest that it finds.
  package static let hasGuest = path != nil && (try? run(["info"]))?.code == 0
  package static let howToGetGuest = "there is no guest: make guest builds it"

  /// Runs `boomslang` and waits for it.
  /// - Parameters:
  ///   - input: its standard input.
  ///   - environment: variables that it gets in addition.
  ///   - folder: where it starts.
  package static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:], in folder: URL? = nil
  ) throws -> Outcome {
    try run(path ?? "boomslang", arguments, input: input, environment: environment, in: folder)
  }

  /// Runs any program in the same way.
  package static func run(
    _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:], in folder: URL? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.currentDirectoryURL = folder
    // Files, as one of several pipes could be full while another one is read.
    return try Temporary.folder { streams in
      func open(_ name: String) throws -> FileHandle { try FileHandle(forUpdating: URL(fileURLWithPath: streams.write(name, name == "input" ? input : ""))) }
      (process.standardInput, process.standardOutput, process.standardError) = (try open("input"), try open("output"), try open("errors"))
      try process.run()
      process.waitUntilExit()
      func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: streams.appendingPathComponent(name)), as: UTF8.self) }
      return Outcome(code: process.exitCode, output: try text("output"), errors: try text("errors"))
    }
  }

  /// Where the guest is that the command uses.
  package static func guestFolder() throws -> URL {
    struct Information: Decodable { let guest: String }
    return URL(fileURLWithPath: try JSONDecoder().decode(Information.self, from: Data(try run(["info", "--json"]).output.utf8)).guest)
  }

  /// Runs `boomslang wasm` on a file with these bytes; `FILE` in the arguments stands for it.
  package static func run(_ arguments: [String], on bytes: [UInt8], environment: [String: String] = [:]) throws -> Outcome {
    try Temporary.folder { folder in
      let file = folder.appendingPathComponent("program.module")
      try Data(bytes).write(to: file)
      return try run(["wasm"] + arguments.map { $0 == "FILE" ? file.path : $0 }, environment: environment)
    }
  }
}

extension Process {
  /// The exit code, or 128 and the number of the signal that ended it, as shells tell it.
  var exitCode: Int32 { terminationReason == .exit ? terminationStatus : 128 + terminationStatus }
}
