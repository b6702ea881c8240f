/// A file to load an image from. Owns its descriptor.
struct SavedFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  let byteCount: Int

  init(path: String) throws(ImageError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ImageError(file: path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ImageError(.file("\(path): not a regular file"))
    }
    (self.path, self.descriptor, byteCount) = (path, descriptor, Int(status.st_size))
  }

  deinit { close(descriptor) }

  func read(_ range: Range<Int>) throws(ImageError) -> [UInt8] {
    guard range.upperBound <= byteCount else { throw ImageError(.endsEarly) }
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, range.count, off_t(range.lowerBound)))
    }
    guard bytes.count == range.count else { throw ImageError(file: path) }
    return bytes
  }

  /// Contents for memories.
  func image(offset: Int, byteCount: Int) throws(ImageError) -> ImageFile {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0, let file = ImageFile(descriptor: copy, offset: offset, byteCount: byteCount) else { throw ImageError(file: path) }
    return file
  }
}

extension ImageError {
  /// What the last call of the C library complained about.
  init(file path: String) { self.init(.file("\(path): \(String(cString: strerror(errno)))")) }
}
