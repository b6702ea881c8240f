import Boomslang
import CommandSupport

/// `boomslang run`.
enum RunCommand {
  static func run(_ words: [String]) throws -> Int32 {
    let options = try RunOptions(words)
    if options.asksForHelp { return Usage.show(Usage.run) }
    var sandbox = try Sandbox(options.sandbox)
    let program = try Program(options.program, mounts: options.sandbox.mounts)
    sandbox.instance.arguments = [program.name] + options.arguments
    sandbox.instance.mounts += program.mounts
    if let file = options.inputFile { sandbox.instance.standardInput = .descriptor(try Descriptor.openForReading(file)) }

    let python = try sandbox.factory.createInstance(sandbox.instance)
    let watch = InterruptWatch { _exit(ExitCode.interrupted) }
    defer { sandbox.reportCutOutput() }
    try program.prepare(python)
    let result = try watch.during(python) { try program.run(in: python) }
    // What a parent sees of it.
    return result.exitCode & 0xFF
  }
}
