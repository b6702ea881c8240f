import Foundation

/// The compiled forms of the modules that tests make: shared libraries that `Tests/compiled.py` builds from what an earlier run
/// of the tests has recorded. They use the engine that is in the test program.
package enum CompiledLibraries {
  /// Names the library files, with colons between them.
  private static let variable = "BOOMSLANG_COMPILED_MODULES"

  /// The number of modules in the libraries, all of which are registered by the time anyone knows.
  package static let moduleCount: Int = {
    let paths = ProcessInfo.processInfo.environment[variable]?.split(separator: ":") ?? []
    return paths.reduce(0) { $0 + register(String($1)) }
  }()

  private typealias Register = @convention(c) () -> Int

  private static func register(_ path: String) -> Int {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      fatalError("\(variable): \(dlerror().map { String(cString: $0) } ?? path)")
    }
    guard let address = dlsym(library, "boomslang_register_modules") else { fatalError("\(variable): \(path) has no modules") }
    let count = unsafeBitCast(address, to: Register.self)()
    guard count >= 0 else { fatalError("\(variable): \(path) belongs to another version of the engine") }
    return count
  }
}
