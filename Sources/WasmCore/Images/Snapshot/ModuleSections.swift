/// A module taken apart into its sections, to make another module of it.
struct ModuleSections {
  private var sections: [(number: UInt8, contents: [UInt8])] = []

  init(_ module: Module) {
    // Parsed before: nothing can be wrong with the sections' sizes.
    var reader = ByteReader(module.bytes, Self.header.count..<module.bytes.count)
    while let number = try? reader.byte(), let size = try? reader.u32(), let range = try? reader.range(count: Int(size)) {
      sections.append((number, module.bytes[range]))
    }
  }

  private static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]

  mutating func remove(_ identifier: SectionIdentifier) { sections.removeAll { $0.number == identifier.rawValue } }

  /// Gives a section other contents. One that is not there goes directly behind the sections it must follow, because custom sections come
  /// after what they describe.
  mutating func replace(_ identifier: SectionIdentifier, _ contents: [UInt8]) {
    if let index = sections.firstIndex(where: { $0.number == identifier.rawValue }) {
      sections[index].contents = contents
    } else {
      let last = sections.lastIndex { SectionIdentifier(rawValue: $0.number).map { $0.position < identifier.position } ?? false }
      sections.insert((identifier.rawValue, contents), at: last.map { $0 + 1 } ?? 0)
    }
  }

  /// The same for a section that is a list of `items`, and not there if it has none.
  mutating func replace(_ identifier: SectionIdentifier, items: [[UInt8]]) {
    if items.isEmpty { return remove(identifier) }
    var contents: [UInt8] = []
    contents.append(unsigned: items.count)
    for item in items { contents.append(contentsOf: item) }
    replace(identifier, contents)
  }

  /// The module that consists of the sections.
  var bytes: [UInt8] {
    var bytes = Self.header
    for section in sections {
      bytes.append(section.number)
      bytes.append(unsigned: section.contents.count)
      bytes.append(contentsOf: section.contents)
    }
    return bytes
  }
}
