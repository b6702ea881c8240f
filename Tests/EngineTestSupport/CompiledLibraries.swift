import Foundation

/// The compiled forms of the modules that tests make: shared libraries that `Tests/compiled.py` builds from what an earlier run
/// of the tests has recorded. They use the engine that is in the test program.
package enum CompiledLibraries {
  /// Names a file with a line for each module: the library that has it, a tab, and its place there.
  private static let variable = "BOOMSLANG_COMPILED_MODULES"

  /// The number of modules, all of which are registered by the time anyone knows.
  package static let moduleCount: Int = {
    guard let path = ProcessInfo.processInfo.environment[variable] else { return 0 }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { fatalError("\(variable): no \(path)") }
    let entries = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    for (path, entries) in Dictionary(grouping: entries, by: { $0[0] }) { register(path, entries.compactMap { Int($0[1]) }) }
    return entries.count
  }()

  private typealias Register = @convention(c) (Int) -> Bool

  private static func register(_ path: String, _ places: [Int]) {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      fatalError("\(variable): \(dlerror().map { String(cString: $0) } ?? path)")
    }
    guard let address = dlsym(library, "boomslang_register_module") else { fatalError("\(variable): \(path) has no modules") }
    let register = unsafeBitCast(address, to: Register.self)
    for place in places where !register(place) { fatalError("\(variable): \(path) belongs to another version of the engine") }
  }
}
