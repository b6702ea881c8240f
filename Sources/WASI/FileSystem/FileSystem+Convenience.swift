/// For the host: whole files by their paths. Paths are relative to the root; links in them are followed as for a guest.
extension FileSystem {
  /// The contents of the file at `path`.
  public func readFile(_ path: ByteString) throws(Errno) -> [UInt8] {
    let file = try openFile(path, OpenOptions())
    let size = Int(clamping: try file.status().size)
    var failure: Errno?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      do throws(Errno) {
        while count < size {
          let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
          let read = try IOBuffers.withOne(rest) { (buffers) throws(Errno) in try file.read(into: buffers) }
          if read == 0 { break }
          count += read
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Creates or replaces the file at `path`. Directories on the way have to exist.
  public func writeFile(_ path: ByteString, _ bytes: [UInt8]) throws(Errno) {
    var options = OpenOptions()
    options.writes = true
    options.creates = true
    options.truncates = true
    let file = try openFile(path, options)
    var copy = bytes
    var failure: Errno?
    copy.withUnsafeMutableBytes { buffer in
      do throws(Errno) {
        var written = 0
        while written < buffer.count {
          let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[written...])
          written += try IOBuffers.withOne(rest) { (buffers) throws(Errno) in try file.write(buffers) }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Creates the directory at `path`, and those on the way that are missing.
  public func createDirectory(_ path: ByteString) throws(Errno) {
    var directory = try openRoot()
    for component in path.components {
      let name = try FileName(component)
      do throws(Errno) { try directory.createDirectory(name) } catch {
        guard error == .exist else { throw error }
      }
      directory = try directory.openDirectory(name)
    }
  }

  /// Removes all files, directories and symbolic links.
  public func removeContents() throws(Errno) {
    // Not recursive: how deep directories are is up to the guest. Each is emptied once, and removed when what was in it is gone.
    var emptied: [(parent: any OpenDirectory, name: FileName)] = []
    var pending = [try openRoot()]
    while let directory = pending.popLast() {
      for name in try directory.names() {
        if try directory.status(of: name).type == .directory {
          emptied.append((directory, name))
          pending.append(try directory.openDirectory(name))
        } else {
          try directory.unlink(name)
        }
      }
    }
    for (parent, name) in emptied.reversed() { try parent.removeDirectory(name) }
  }

  /// Copies all files, directories and symbolic links from the root of `other` into the root of this.
  public func copyContents(of other: any FileSystem) throws(Errno) {
    try copy(try other.openRoot(), to: try openRoot())
  }

  private func copy(_ source: any OpenDirectory, to target: any OpenDirectory) throws(Errno) {
    for name in try source.names() {
      switch try source.status(of: name).type {
      case .directory:
        try target.createDirectory(name)
        try copy(try source.openDirectory(name), to: try target.openDirectory(name))
      case .symbolicLink: try target.createSymbolicLink(name, target: try source.readSymbolicLink(name))
      case .regularFile: try copyFile(name, from: source, to: target)
      default: continue
      }
    }
  }

  private func copyFile(_ name: FileName, from source: any OpenDirectory, to target: any OpenDirectory) throws(Errno) {
    var options = OpenOptions()
    guard case .file(let old) = try source.open(name, options) else { throw .io }
    options.writes = true
    options.creates = true
    options.isExclusive = true
    guard case .file(let new) = try target.open(name, options) else { throw .io }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try IOBuffers.withOne(buffer) { (buffers) throws(Errno) in try old.read(into: buffers) }
      if count == 0 { return }
      var written = 0
      while written < count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[written..<count])
        written += try IOBuffers.withOne(rest) { (buffers) throws(Errno) in try new.write(buffers) }
      }
    }
  }

  private func openFile(_ path: ByteString, _ options: OpenOptions) throws(Errno) -> any OpenFile {
    var walk = try PathWalk(path, from: try openRoot())
    guard case .file(let file) = try walk.open(options, following: true) else { throw .isdir }
    return file
  }
}

extension OpenDirectory {
  /// The names in the directory.
  func names() throws(Errno) -> [FileName] {
    var names: [FileName] = []
    try reopen().readEntries(from: 0) { entry in
      // `.` and `..` are not valid names.
      if let name = try? FileName(entry.name) { names.append(name) }
      return true
    }
    return names
  }
}
