import Boomslang
import CommandSupport

/// `boomslang run`.
enum RunCommand {
  static func run(_ words: [String]) throws -> Int32 {
    let options = try RunOptions(words)
    if options.asksForHelp { return Usage.show(Usage.run) }
    let arguments = try CommandLineBytes.programArguments(options.arguments.count)
    var sandbox = try Sandbox(options.sandbox)
    let reader = ProgramSource(timeout: sandbox.instance.limits.timeout)
    let program = try Program(options.program, mounts: options.sandbox.mounts, reader: reader)
    sandbox.instance.limits.timeout = reader.remainingTime
    if let file = options.inputFile { sandbox.instance.standardInput = .descriptor(try Descriptor.openForReading(file)) }

    let python = try program.makeInstance(sandbox, arguments: arguments, state: options.state)
    let watch = InterruptWatch { _exit(ExitCode.interrupted) }
    defer { sandbox.reportCutOutput() }
    return try watch.during(python) { try program.run(in: python, savedState: options.savedState) }
  }
}
