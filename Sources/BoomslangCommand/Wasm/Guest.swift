import CommandSupport
import WASI

/// The world that a program run from the command line sees.
enum Guest {
  /// This process's streams and what the options name.
  static func host(_ options: WasmOptions) throws -> WASIHost {
    var configuration = WASIConfiguration()
    let name = options.file.utf8.split(separator: UInt8(ascii: "/")).last.map { ByteString($0) } ?? ByteString(options.file)
    configuration.arguments = [name] + (try CommandLineBytes.programArguments(options.programArguments.count))
    configuration.environment = options.environment.map { (ByteString($0.name), ByteString($0.value)) }
    configuration.standardInput = .inherited
    configuration.standardOutput = .inherited
    configuration.standardError = .inherited
    for directory in options.directories {
      do throws(Errno) {
        let fileSystem = try HostFileSystem(path: directory.host, isReadOnly: directory.isReadOnly)
        configuration.mounts.append(.init(fileSystem, at: directory.guest))
      } catch {
        throw UsageProblem("--dir \(directory.host): \(error.message)")
      }
    }
    return try WASIHost(configuration)
  }

  /// The code for this process: a parent sees only eight bits, and a failure has to stay one.
  static func exitCode(_ code: UInt32) -> Int32 {
    code != 0 && code & 0xFF == 0 ? 1 : Int32(code & 0xFF)
  }
}
