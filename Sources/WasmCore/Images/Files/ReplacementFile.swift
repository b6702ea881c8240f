/// A file that takes the place of another when it is complete, and is gone when it never is. Owns its descriptor.
package struct ReplacementFile: ~Copyable {
  private let path: String
  private let temporaryPath: String
  private let descriptor: Int32
  private var isComplete = false

  /// Makes a file of zeros next to the one at `path`.
  package init(path: String, byteCount: Int) throws(ImageError) {
    self.path = path
    temporaryPath = "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0, ftruncate(descriptor, off_t(byteCount)) == 0 else { throw ImageError(file: path) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isComplete { unlink(temporaryPath) }
  }

  func write(_ contents: UnsafeRawBufferPointer, at offset: Int) throws(ImageError) {
    guard SparseFile.write(contents, to: descriptor, at: offset) else { throw ImageError(file: path) }
  }

  package func write(_ contents: [UInt8], at offset: Int) throws(ImageError) {
    guard contents.withUnsafeBytes({ SparseFile.write($0, to: descriptor, at: offset) }) else { throw ImageError(file: path) }
  }

  /// Puts the file into its place, when it is on the disk: it must not be found there without its contents, even after a power failure.
  package mutating func complete() throws(ImageError) {
    guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else { throw ImageError(file: path) }
    isComplete = true
  }
}

enum SparseFile {
  /// Writes `contents` into a file of zeros. Pages of zeros take no room in it.
  /// - Returns: false when there is no room for the others.
  static func write(_ contents: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Bool {
    for start in stride(from: 0, to: contents.count, by: AddressSpace.pageSize) {
      let page = UnsafeRawBufferPointer(rebasing: contents[start..<min(start + AddressSpace.pageSize, contents.count)])
      if page.isZero { continue }
      guard pwrite(descriptor, page.baseAddress, page.count, off_t(offset + start)) == page.count else { return false }
    }
    return true
  }
}
