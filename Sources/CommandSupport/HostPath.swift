/// Paths of the host.
package enum HostPath {
  /// The path without links. nil also for what has no path, such as a pipe under /dev/fd, and for a path that is not UTF-8.
  package static func real(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(validatingCString: real)
  }

  /// The bytes in all files in a folder and below, links not followed. What cannot be read counts as nothing.
  package static func byteCount(in folder: String) -> Int {
    guard let directory = opendir(folder) else { return 0 }
    defer { closedir(directory) }
    var sum = 0
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: sum += byteCount(in: path)
      case S_IFREG: sum += Int(status.st_size)
      default: break
      }
    }
    return sum
  }
}
