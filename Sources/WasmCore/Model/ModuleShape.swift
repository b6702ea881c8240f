extension Module {
  /// What generated code takes for granted of its module, and does not look at again: the types, and how many of everything there are and of
  /// which type. With a module of the same shape, the code can do no harm.
  ///
  /// Worked out once, when somebody asks for it. As hexadecimal digits, in the order of the index spaces.
  package var shape: String { attachment("shape") { Shape(self) }.text }

  private final class Shape: Sendable {
    let text: String

    init(_ module: Module) {
      let contents = module.contents
      var bytes: [UInt8] = []
      func append(_ number: Int) {
        var rest = UInt64(number)
        repeat {
          bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
          rest >>= 7
        } while rest > 0
      }
      func append(_ type: ValueType) {
        let text = "\(type)"
        append(text.utf8.count)
        bytes += text.utf8
      }
      func append<Element>(_ list: some Collection<Element>, _ each: (Element) -> Void) {
        append(list.count)
        for element in list { each(element) }
      }
      append(contents.types) { type in
        append(type.parameters) { append($0) }
        append(type.results) { append($0) }
      }
      append(contents.canonicalTypes) { append(Int($0)) }
      append(contents.functionTypes) { append(Int($0)) }
      append(contents.globals) { global in
        append(global.value)
        append(global.isMutable ? 1 : 0)
      }
      append(contents.tables) { append($0.element) }
      append(contents.tagTypes) { append(Int($0)) }
      for count in [
        contents.importedFunctionCount, contents.importedGlobalCount, module.importedTableCount, contents.importedMemoryCount,
        contents.importedTagCount, contents.memories.count, contents.elements.count, contents.data.count,
      ] { append(count) }
      let digits = Array("0123456789abcdef".utf8)
      text = String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
  }
}
