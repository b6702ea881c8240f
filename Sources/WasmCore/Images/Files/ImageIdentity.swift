extension InstanceImage {
  /// A hash of everything in the image, the same wherever the image is. Reads all memories when it is first asked for, unless the image
  /// came from a file.
  func identity() throws(ImageError) -> String {
    try (encodedState + encodedChecksums()).fingerprint
  }

  /// The checksums of the memories, one after the other.
  func encodedChecksums() throws(ImageError) -> [UInt8] {
    var bytes: [UInt8] = []
    for memory in memories { bytes.append(contentsOf: try memory.checksum().utf8) }
    return bytes
  }

  /// Makes sure that the memories of an image from a file contain what was written. Loading leaves that out, because it takes reading all
  /// of the file.
  /// - Throws: `ImageError`: `malformed`, `resources`.
  public func verify() throws(ImageError) {
    for memory in memories {
      guard try memory.checksum() == memory.withContents({ $0.fingerprint }) else { throw ImageError(.malformed("the contents of a memory have changed")) }
    }
  }
}

extension MemoryImage {
  /// A hash of the contents.
  func checksum() throws(ImageError) -> String {
    if let checksum = keptChecksum.withLock({ $0 }) { return checksum }
    let checksum = try withContents { $0.fingerprint }
    keptChecksum.withLock { $0 = checksum }
    return checksum
  }

  /// Calls `body` with all contents in one piece.
  func withContents<Result>(_ body: (UnsafeRawBufferPointer) throws(ImageError) -> Result) throws(ImageError) -> Result {
    if patches.ranges.isEmpty, file.bytes.count == byteCount { return try body(file.bytes) }
    guard let base = AddressSpace.reserve(bytes: byteCount) else { throw ImageError(.resources("no address space left for \(byteCount) bytes")) }
    defer { AddressSpace.free(base, bytes: byteCount) }
    guard place(at: base, hasFile: false) else { throw ImageError(.resources("no memory left for \(byteCount) bytes")) }
    return try body(UnsafeRawBufferPointer(start: base, count: byteCount))
  }
}
