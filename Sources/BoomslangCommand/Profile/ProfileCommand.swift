import Boomslang
import CommandSupport

/// `boomslang profile`.
enum ProfileCommand {
  static func run(_ words: [String]) throws -> Int32 {
    var options = try ProfileOptions(words)
    if options.asksForHelp { return Usage.show(Usage.profile) }
    // The same programs are to make the same profile, and what Python executes depends on time, on randomness and on what its
    // streams are. Where there is a limit, it does not see where output goes.
    options.sandbox.outputLimit = options.sandbox.outputLimit ?? .max
    var sandbox = try Sandbox(options.sandbox)
    sandbox.instance.seed = 0
    sandbox.instance.standardInput = .empty
    sandbox.instance.profilesFunctions = true
    // What cannot be read or written is known before the first program runs.
    let file = try ProfileFile(options.output)
    let reader = ProgramSource(timeout: sandbox.instance.limits.timeout)
    let programs = try options.programs.map { (program: try Program($0, mounts: options.sandbox.mounts, reader: reader), name: $0.name) }

    let watch = InterruptWatch { _exit(ExitCode.interrupted) }
    var weights: [Int: UInt64] = [:]
    for (program, name) in programs {
      let outcome = try run(program, sandbox, watch)
      guard outcome.exitCode == 0 else {
        Console.error("boomslang profile: \(name) ended with exit code \(outcome.exitCode), so no profile is written")
        return outcome.exitCode
      }
      weights.merge(outcome.weights, uniquingKeysWith: &+)
    }
    try file.save(weights, of: sandbox.factory.module)
    return 0
  }

  private static func run(
    _ program: Program, _ sandbox: Sandbox, _ watch: InterruptWatch
  ) throws -> (exitCode: Int32, weights: [Int: UInt64]) {
    for output in sandbox.outputs { output.limit.reset() }
    defer { sandbox.reportCutOutput() }
    do {
      let python = try program.makeInstance(sandbox)
      let exitCode = try watch.during(python) { try program.run(in: python) }
      return (exitCode, python.functionWeights)
    } catch let error as PythonError {
      return (PythonFailure.report(error), [:])
    }
  }
}

extension RunOptions.Program {
  /// What the command line calls it.
  fileprivate var name: String {
    switch self {
    case .code: "-c"
    case .module(let name): "-m \(name)"
    case .file(let path): path
    case .standardInput: "-"
    }
  }
}
