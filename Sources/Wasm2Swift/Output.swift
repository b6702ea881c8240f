import WasmFormat

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What leaves the command.
enum Output {
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let code = errno
    var description: String { "\(path): \(String(cString: strerror(code)))" }
  }

  /// Writes all of `bytes`, unless whoever reads has gone.
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Platform.write(descriptor, $0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  static func print(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }
  static func printError(_ text: String) { write(Array(text.utf8), to: STDERR_FILENO) }

  static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Makes a folder and those around it.
  static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
    guard errno == ENOENT, let end = path.lastIndex(of: "/"), end > path.startIndex else { throw Failure(path: path) }
    try makeFolder(String(path[..<end]))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw Failure(path: path) }
  }

  /// Writes a file. One that has these contents already is left alone, so that what is built from it stays up to date; any other is
  /// replaced at once, so that nobody reads half of it.
  /// - Returns: whether it has changed.
  static func save(_ contents: [UInt8], to path: String) throws(Failure) -> Bool {
    if let old = try? ModuleBytes(contentsOfFile: path), old.count == contents.count,
      old.withUnsafeBytes({ old in contents.withUnsafeBytes { memcmp(old.baseAddress!, $0.baseAddress!, old.count) == 0 } })
    {
      return false
    }
    let temporary = "\(path).\(getpid())"
    guard let file = fopen(temporary, "wb") else { throw Failure(path: path) }
    let written = fwrite(contents, 1, contents.count, file)
    guard fclose(file) == 0, written == contents.count, rename(temporary, path) == 0 else {
      let failure = Failure(path: path)
      unlink(temporary)
      throw failure
    }
    return true
  }

  /// Removes the first of the files, and those after it, as long as they are there, begin with `start` and can be removed. Whoever compiles a
  /// file that stays is told by the compiler.
  static func remove(_ paths: some Sequence<String>, thatBeginWith start: String) {
    for path in paths {
      guard let bytes = try? ModuleBytes(contentsOfFile: path), bytes.count >= start.utf8.count, bytes[0..<start.utf8.count] == Array(start.utf8),
        unlink(path) == 0
      else { return }
    }
  }
}

/// Under names that the functions here do not hide.
private enum Platform {
  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Darwin)
    Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
