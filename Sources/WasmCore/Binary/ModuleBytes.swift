/// The bytes of a module: a copy of what the caller had, or a file mapped into memory.
///
/// The storage is immutable, owned by this object and freed with it; pointers into it never outlive the object
/// because everything that keeps one also keeps the `Module`.
public final class ModuleBytes: @unchecked Sendable {
  let base: UnsafePointer<UInt8>
  public let count: Int
  private let isMapped: Bool

  /// Copies `bytes`.
  public init(_ bytes: some Collection<UInt8>) {
    let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    _ = storage.initialize(from: bytes)
    base = UnsafePointer(storage.baseAddress.unsafelyUnwrapped)
    count = bytes.count
    isMapped = false
  }

  /// Maps the file at `path`; changing the file while the module is in use is undefined.
  /// - Throws: `FileError` when the file cannot be opened, is no regular file or cannot be mapped.
  public init(contentsOfFile path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    count = Int(status.st_size)
    if count == 0 {
      base = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))
      isMapped = false
    } else {
      guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
        throw FileError(path: path, code: errno)
      }
      base = UnsafePointer(address.assumingMemoryBound(to: UInt8.self))
      isMapped = true
    }
  }

  deinit {
    let address = UnsafeMutableRawPointer(mutating: base)
    if isMapped { munmap(address, count) } else { address.deallocate() }
  }

  /// Calls `body` with the bytes; the buffer must not escape.
  public func withUnsafeBytes<Result, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// A copy of the bytes in `range`, which must lie within `0..<count`.
  public subscript(range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside of the module's bytes")
    return Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// A file that could not be read: its path and the C library's error number.
  public struct FileError: Error, CustomStringConvertible {
    public let path: String
    public let code: Int32
    public var description: String { "\(path): \(String(cString: strerror(code)))" }
  }
}

extension ModuleBytes {
  /// The address of the byte at `offset`, valid while this object lives.
  package func address(_ offset: Int) -> UnsafePointer<UInt8> { base + offset }
}
