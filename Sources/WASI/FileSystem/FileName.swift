/// One component of a path: 1 to 255 bytes, neither `.` nor `..`, and no slash or NUL in it. There is no other way to make
/// one, and file systems accept nothing else, so a name never leads out of the directory it is looked up in.
///
/// Names are compared byte by byte: two spellings of a letter are two names.
public struct FileName: Sendable, Hashable {
  /// The name and a NUL, as system calls take it.
  private let terminated: [UInt8]

  public static let maximumLength = 255

  /// - Throws: `nametoolong`, or `inval` for anything else that is not a valid name.
  public init(_ bytes: some Collection<UInt8>) throws(Errno) {
    guard bytes.count <= Self.maximumLength else { throw .nametoolong }
    var terminated = [UInt8]()
    terminated.reserveCapacity(bytes.count + 1)
    terminated.append(contentsOf: bytes)
    terminated.append(0)
    self.terminated = terminated
    guard isOneComponent else { throw .inval }
  }

  /// The name whose UTF-8 is that of `text`.
  public init(_ text: String) throws(Errno) { try self.init(text.utf8) }

  public var count: Int { terminated.count - 1 }

  public var bytes: ByteString { ByteString(terminated.dropLast()) }

  /// Calls `body` with the bytes of the name.
  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    terminated.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0.dropLast())) }
  }

  /// Calls `system` with the name as a C string, after looking at its bytes once more: whatever happened to the name in
  /// the meantime, the kernel never gets a path.
  /// - Throws: `inval`, without calling `system`.
  func withCString<Result>(_ system: (UnsafePointer<CChar>) -> Result) throws(Errno) -> Result {
    guard isOneComponent else { throw .inval }
    return terminated.withUnsafeBytes { system($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self)) }
  }

  /// The bytes at once: an array would hand them over one by one.
  public func hash(into hasher: inout Hasher) { terminated.withUnsafeBytes { hasher.combine(bytes: $0) } }

  private var isOneComponent: Bool {
    let (dot, slash) = (UInt8(ascii: "."), UInt8(ascii: "/"))
    switch count {
    case 0: return false
    case 1 where terminated[0] == dot: return false
    case 2 where terminated[0] == dot && terminated[1] == dot: return false
    default: return !terminated.dropLast().contains { $0 == 0 || $0 == slash }
    }
  }
}

extension FileName: CustomStringConvertible {
  /// For a person: what is not valid UTF-8 is replaced.
  public var description: String { bytes.description }
}
