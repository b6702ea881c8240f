import Boomslang
import CommandSupport
import WASI

/// What the options that `run` and `repl` share mean for the library.
struct Sandbox {
  let factory: PythonExecutorFactory
  var instance: PythonInstance.Options
  /// What of the output is shown, when there is a limit.
  let outputs: [LimitedOutput]

  init(_ options: SandboxOptions) throws {
    var configuration = PythonExecutorFactory.Configuration()
    configuration.guest = try options.guest.map { directory throws(PythonError) in try PythonGuest(directory: directory) }
    configuration.engine = Self.engine(options.engine)
    // Every command would say it; `boomslang info` does.
    configuration.fallback = .silent
    factory = try Factory.make(configuration)

    instance = PythonInstance.Options()
    instance.environment = Dictionary(options.environment.map { (ByteString($0.name), ByteString($0.value)) }) { _, last in last }
    instance.limits = Self.limits(options)
    (instance.standardInput, instance.standardOutput, instance.standardError) = (.inherited, .inherited, .inherited)
    outputs = options.outputLimit.map { [LimitedOutput(STDOUT_FILENO, limit: $0), LimitedOutput(STDERR_FILENO, limit: $0)] } ?? []
    if let output = outputs.first, let errors = outputs.last {
      (instance.standardOutput, instance.standardError) = (output.output, errors.output)
    }
    for mount in options.mounts { try add(mount) }
  }

  static func engine(_ option: SandboxOptions.Engine) -> PythonEngine {
    switch option {
    case .automatic: .automatic
    case .compiled: .compiled
    case .interpreter: .interpreter
    }
  }

  private static func limits(_ options: SandboxOptions) -> ResourceLimits {
    var limits = ResourceLimits()
    limits.timeout = options.timeout.map { .seconds($0) }
    if let megabytes = options.memoryMegabytes { limits.maximumMemory = megabytes << 20 }
    limits.fuel = options.fuel
    return limits
  }

  private mutating func add(_ mount: MountOption) throws {
    do throws(Errno) {
      let files = try HostFileSystem(path: mount.host, isReadOnly: mount.isReadOnly)
      if mount.guest == GuestPath.work {
        instance.workDirectory = .fileSystem(files)
      } else {
        instance.mounts.append(.init(files, at: mount.guest))
      }
    } catch {
      throw UsageProblem("--mount \(mount.host): \(error.message)")
    }
  }

  /// Says what was not shown.
  func reportCutOutput() {
    for output in outputs where output.limit.isExceeded {
      Console.error("boomslang: \(output.name) was cut after \(output.limit.limit) bytes (--output-limit)")
    }
  }
}

enum GuestPath {
  /// Where programs start.
  static let work = "/work"
  /// Where scripts are that cannot be in `/work`.
  static let script = "/script"
}
