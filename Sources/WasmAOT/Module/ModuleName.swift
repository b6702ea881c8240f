extension SwiftTranslation.Options {
  /// Whether `name` can be the name of a translation: an identifier of Swift that is not taken, by the language or in generated code.
  public static func canBeName(_ name: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_") }
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard let first = name.utf8.first, isLetter(first), name.utf8.allSatisfy({ isLetter($0) || isDigit($0) }) else { return false }
    // Letters and a number: the enumerations, functions and types of generated code.
    let word = name.utf8.prefix { !isDigit($0) }
    let isNumbered = word.count < name.utf8.count && name.utf8.dropFirst(word.count).allSatisfy(isDigit)
    if isNumbered, numbered.contains(String(Substring(word))) { return false }
    return !taken.contains(name)
  }

  private static let numbered: Set<String> = ["a", "b", "c", "d", "f", "i", "link", "s", "w", "B", "E", "F"]

  private static let taken: Set<String> = [
    "G", "Slots", "Code", "Callee", "CompiledInstance", "CompiledModule", "NativeTable", "WasmRuntimeSupport",
    "Bool", "Double", "Float", "Int", "Swift", "UInt8", "UInt16", "UInt32", "UInt64", "UnsafeMutablePointer", "UnsafeRawPointer",
    "Any", "Protocol", "Self", "Type", "_", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit",
    "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout",
    "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self",
    "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
  ]
}
