/// Files that have no name and are gone with their descriptor.
enum TemporaryFile {
  /// - Returns: nil when there is no room for such a file.
  static func make(byteCount: Int) -> Int32? {
    for template in templates {
      var path = Array(template.utf8CString)
      let descriptor = mkstemp(&path)
      guard descriptor >= 0 else { continue }
      unlink(path)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      if ftruncate(descriptor, off_t(byteCount)) == 0 { return descriptor }
      close(descriptor)
    }
    return nil
  }

  /// In memory where there is such a place: what is written to a disk in the end is written for nothing.
  private static var templates: [String] {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return ["/dev/shm/boomslang.XXXXXX", "\(folder)/boomslang.XXXXXX"]
  }
}
