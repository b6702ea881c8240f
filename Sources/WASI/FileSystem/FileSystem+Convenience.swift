/// For the host: whole files by their paths. Paths are relative to the root; links in them are followed as for a guest.
extension FileSystem {
  /// The contents of the file at `path`.
  public func readFile(_ path: ByteString) throws(Errno) -> [UInt8] { try openFile(path, OpenOptions()).contents() }

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
    var walk = try TreeWalk(self)
    while let step = try walk.next() {
      switch step {
      case .entry(let name, _): try walk.directory.unlink(name)
      case .enter: break
      case .leave(let name): try walk.directory.removeDirectory(name)
      }
    }
  }

  /// Copies all files, directories and symbolic links from the root of `other` into the root of this.
  /// - Throws: `exist` for what is there already; `perm` for a symbolic link that would lead outside of a folder of the host.
  public func copyContents(of other: any FileSystem) throws(Errno) {
    var source = try TreeWalk(other)
    var target = DirectoryTrail(from: try openRoot())
    while let step = try source.next() {
      switch step {
      case .enter(let name, _):
        try target.directory.createDirectory(name)
        try target.enter(name)
      case .leave: _ = try target.leave()
      case .entry(let name, let status):
        switch status.type {
        case .symbolicLink: try target.directory.createSymbolicLink(name, target: try source.directory.readSymbolicLink(name))
        case .regularFile: try copyFile(name, from: source.directory, to: target.directory)
        default: break
        }
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

extension OpenFile {
  /// What is left of the file.
  func contents() throws(Errno) -> [UInt8] {
    let size = Int(clamping: try status().size)
    // All empty arrays are one, and this way of making one writes to it.
    guard size > 0 else { return [] }
    var failure: Errno?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      do throws(Errno) {
        while count < size {
          let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
          let read = try IOBuffers.withOne(rest) { (buffers) throws(Errno) in try self.read(into: buffers) }
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
