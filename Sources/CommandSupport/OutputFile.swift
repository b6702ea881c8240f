/// A file that a command writes at its end: all of it or nothing.
package struct OutputFile: Sendable {
  private let path: String
  /// Where links lead.
  private let target: String
  /// Whether it takes the place of what is there. A pipe or a device does not let that happen.
  private let isReplaced: Bool

  /// Makes sure, before there is anything to write, that this will be possible.
  package init(_ path: String) throws(FileProblem) {
    self.path = path
    target = HostPath.real(path) ?? path
    var status = stat()
    let isThere = stat(target, &status) == 0
    isReplaced = !isThere || status.st_mode & S_IFMT == S_IFREG
    if isThere, status.st_mode & S_IFMT == S_IFDIR { throw FileProblem("\(path): \(String(cString: strerror(EISDIR)))") }
    if isThere, access(target, W_OK) != 0 { throw problem() }
    if isReplaced, access(folder, W_OK | X_OK) != 0 { throw problem() }
  }

  /// With a slash at its end, so that it can be nothing but a folder.
  private var folder: String { target.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(target[...$0]) } ?? "./" }

  private func problem() -> FileProblem { FileProblem("\(path): \(String(cString: strerror(errno)))") }

  package func write(_ text: String) throws(FileProblem) {
    let name = isReplaced ? "\(target).\(getpid())" : target
    let descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw problem() }
    let isWritten = Descriptor.write(descriptor, text)
    let code = errno
    close(descriptor)
    guard isReplaced else {
      errno = code
      if !isWritten { throw problem() }
      return
    }
    if isWritten, rename(name, target) == 0 { return }
    if !isWritten { errno = code }
    let problem = problem()
    unlink(name)
    throw problem
  }
}
