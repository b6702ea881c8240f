/// What shows in an overlay of the file system below.
extension MemoryTree {
  /// The directory of the lower file system behind this one.
  func openLower(_ directory: MemoryDirectoryNode) throws(Errno) -> (any OpenDirectory)? {
    guard let path = directory.lower?.path, let lower else { return nil }
    return try lower.directory(path)
  }

  /// Opens the file of the lower file system that still has the contents; nil when there is none.
  func openLower(_ file: MemoryFileNode) throws(Errno) -> (any OpenFile)? {
    guard let place = file.lower, let lower else { return nil }
    return try lower.openFile(place)
  }

  /// Makes a node for what has this name in the lower file system, and none yet.
  func mirror(_ name: FileName, in directory: MemoryDirectoryNode) throws(Errno) -> MemoryNode? {
    guard let shown = directory.lower, !shown.hidden.contains(name), let below = try openLower(directory) else { return nil }
    guard !shown.isTooDeep else { throw .nametoolong }
    let status: FileStatus
    do throws(Errno) { status = try below.status(of: name) } catch {
      if error == .noent { return nil }
      throw error
    }
    let place = MirroredFile.Place(directory: directory.number, name: name)
    let node: MemoryNode
    switch status.type {
    case .directory: node = MemoryDirectoryNode(begin(), mirroring: status, place, at: shown.path + [name])
    case .regularFile:
      let lower = LowerPlace(directory: shown.path, name: name, size: Int(clamping: status.size))
      node = MemoryFileNode(begin(), mirroring: status, place, at: lower)
    case .symbolicLink: node = MemoryLinkNode(begin(), mirroring: status, place, target: try below.readSymbolicLink(name))
    default: throw .acces
    }
    state.set(node)
    shown.mirrors[name] = node.number
    noteIdle(node)
    return node
  }

  /// Makes the contents this file system's own, before they are changed.
  func copyUp(_ file: MemoryFileNode) throws(Errno) {
    guard let below = try openLower(file) else { return }
    let wasCharged = file.isCharged
    try claim(file)
    do throws(Errno) {
      try setCount(of: file, to: try below.status().size)
      try fill(file, from: below)
    } catch {
      try? setCount(of: file, to: 0)
      if !wasCharged { state.unclaim(file) }
      throw error
    }
    file.lower = nil
  }

  private func fill(_ file: MemoryFileNode, from below: any OpenFile) throws(Errno) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: FileBytes.blockSize, alignment: 16)
    defer { piece.deallocate() }
    var offset = 0
    while offset < file.bytes.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: piece[..<min(piece.count, file.bytes.count - offset)])
      let count = try IOBuffers.withOne(rest) { (buffers) throws(Errno) in try below.read(into: buffers, at: UInt64(offset)) }
      if count == 0 { return }
      file.bytes.write(UnsafeRawBufferPointer(rebasing: rest[..<count]), at: offset)
      offset += count
    }
  }
}
