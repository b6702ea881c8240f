/// A name as the specification compares it (2.2.4): by its code points. Swift's strings are equal when they are
/// canonically equivalent, so that the two spellings of "Å" would be one name.
package struct Name: Sendable {
  private let string: String

  package init(_ string: String) { self.string = string }
}

extension Name: Hashable {
  package static func == (a: Name, b: Name) -> Bool { a.string.utf8.elementsEqual(b.string.utf8) }

  package func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
