import Foundation
import WasmCore

/// The modules that inputs are made from.
package struct Corpus {
  /// Seeds the engine accepts, then all others; each in the order of their paths.
  package private(set) var valid: [[UInt8]] = []
  package private(set) var others: [[UInt8]] = []
  /// Valid seeds that take long to mutate and run; used rarely.
  package private(set) var large: [[UInt8]] = []

  private static let largeSize = 32 << 10
  private static let maximumSize = 4 << 20

  package init() {}

  /// Reads all `.wasm` files below `folders`.
  package init(folders: [String]) {
    var paths: [String] = []
    for folder in folders {
      guard let files = FileManager.default.enumerator(atPath: folder) else { continue }
      for case let file as String in files where file.hasSuffix(".wasm") { paths.append("\(folder)/\(file)") }
    }
    for path in paths.sorted() {
      guard let data = FileManager.default.contents(atPath: path), data.count <= Self.maximumSize else { continue }
      add(Array(data))
    }
  }

  package mutating func add(_ bytes: [UInt8]) {
    guard (try? Module.load(bytes)) != nil else { return others.append(bytes) }
    if bytes.count > Self.largeSize { large.append(bytes) } else { valid.append(bytes) }
  }

  package var count: Int { valid.count + others.count + large.count }

  /// A seed; usually a small valid one.
  package func pick(_ random: inout FuzzRandom) -> [UInt8]? {
    if !large.isEmpty, random.oneIn(2_000) { return random.pick(large) }
    if !others.isEmpty, valid.isEmpty || random.oneIn(10) { return random.pick(others) }
    return valid.isEmpty ? nil : random.pick(valid)
  }
}
