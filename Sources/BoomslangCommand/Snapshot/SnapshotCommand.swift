import Boomslang
import CommandSupport

/// `boomslang snapshot`.
enum SnapshotCommand {
  static func run(_ words: [String]) throws -> Int32 {
    let options = try SnapshotOptions(words)
    if options.asksForHelp { return Usage.show(Usage.snapshot) }
    var configuration = PythonExecutorFactory.Configuration()
    let folder = options.input.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(options.input[..<$0]) } ?? "."
    configuration.guest = try PythonGuest(directory: folder)
    configuration.engine = Sandbox.engine(options.engine)
    configuration.fallback = .silent
    try Factory.prepare()
    try PythonExecutorFactory.writeGoldenImage(configuration, to: options.output, module: options.module)
    return 0
  }
}
