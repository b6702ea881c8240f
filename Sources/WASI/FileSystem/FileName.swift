/// One component of a path: not empty, neither `.` nor `..`, no slash or NUL in it, at most 255 bytes of UTF-8.
///
/// Names are compared byte by byte: two spellings of a letter are two names, unlike in `String`.
public struct FileName: Sendable {
  public let string: String

  public static let maximumLength = 255

  /// - Throws: `nametoolong`, or `inval` for anything else that is no name.
  public init(_ string: String) throws(Errno) {
    guard string.utf8.count <= Self.maximumLength else { throw .nametoolong }
    guard !string.isEmpty, string != ".", string != "..", !string.utf8.contains(where: { $0 == 0x2F || $0 == 0 }) else { throw .inval }
    self.string = string
  }

  /// A component of a path that has been checked for NUL.
  init(component: Substring) throws(Errno) {
    guard component.utf8.count <= Self.maximumLength else { throw .nametoolong }
    string = String(component)
  }
}

extension FileName: Hashable {
  public static func == (a: FileName, b: FileName) -> Bool { a.string.utf8.elementsEqual(b.string.utf8) }
  public func hash(into hasher: inout Hasher) {
    var copy = string
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
