/// Files that have no name and are gone with their descriptor.
enum TemporaryFile {
  /// A file of zeros, for which there is room: what is mapped from a file in memory and finds no room later ends the process.
  /// - Returns: nil when there is no place for such a file.
  static func make(byteCount: Int) -> Int32? {
    for folder in folders {
      let path = "\(folder)/boomslang-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { continue }
      unlink(path)
      if reserve(descriptor, byteCount) { return descriptor }
      close(descriptor)
    }
    return nil
  }

  private static func reserve(_ descriptor: Int32, _ byteCount: Int) -> Bool {
    #if canImport(Darwin)
    ftruncate(descriptor, off_t(byteCount)) == 0
    #else
    byteCount == 0 || posix_fallocate(descriptor, 0, off_t(byteCount)) == 0
    #endif
  }

  /// In memory where there is such a place: what is written to a disk in the end is written for nothing.
  private static var folders: [String] { ["/dev/shm", getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"] }
}
