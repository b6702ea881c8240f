import FuzzSupport
import WasmCore

/// A module in the making, for tests that need one of a certain shape. Every function is exported as `f0`, `f1`, ….
struct TestModule {
  var types: [FunctionType] = [FunctionType()]
  /// Type index and body (locals included) of each function.
  var functions: [(type: Int, body: [UInt8])] = []
  /// Further sections, by identifier.
  var sections: [UInt8: [UInt8]] = [:]

  var bytes: [UInt8] {
    var sections = sections
    sections[1] = vector(types.map { [0x60] + vector($0.parameters.map(\.encoding)) + vector($0.results.map(\.encoding)) })
    if !functions.isEmpty {
      sections[3] = vector(functions.map { LEB128.unsigned($0.type) })
      sections[10] = vector(functions.map { sized($0.body) })
      if sections[7] == nil { sections[7] = vector(functions.indices.map { sized(Array("f\($0)".utf8)) + [0] + LEB128.unsigned($0) }) }
    }
    var image = WasmImage()
    for identifier in [1, 2, 3, 4, 5, 13, 6, 7, 9, 12, 10, 11, 0] as [UInt8] {
      if let payload = sections[identifier] { image.sections.append(.init(identifier: identifier, payload: payload)) }
    }
    return image.bytes
  }

  func load() throws(ModuleError) -> Module { try Module.load(bytes) }

  func instance(_ configuration: Store.Configuration = .init()) throws -> Instance {
    try Store(configuration: configuration).instantiate(try load())
  }

  /// `piece` again and again.
  static func repeated(_ piece: [UInt8], _ count: Int) -> [UInt8] { Array(repeatElement(piece, count: count).joined()) }

  /// One tag without values, one with an exception reference.
  static let tags: [UInt8] = vector([[0, 0], [0, 1]])
}
