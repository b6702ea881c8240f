/// Operations on paths below an open directory.
extension WASIHost {
  /// Begins the resolution of the path at arguments `index` and `index` + 1.
  private func walk(_ call: Call, _ number: UInt32, _ rights: Rights, path index: Int) throws(Errno) -> PathWalk {
    let directory = try descriptors.directory(number, rights)
    return try PathWalk(try call.path(index), from: directory)
  }

  func pathCreateDirectory(_ call: Call) throws(Errno) {
    var walk = try walk(call, call.u32(0), .pathCreateDirectory, path: 1)
    guard case .entry(let name, _) = try walk.resolve() else { throw .exist }
    try walk.directory.createDirectory(name)
  }

  func pathFilestatGet(_ call: Call) throws(Errno) {
    let flags = try call.lookupFlags(1)
    var walk = try walk(call, call.u32(0), .pathFilestatGet, path: 2)
    let place = try walk.resolveExisting(following: flags.contains(.symlinkFollow))
    try store(place.status, at: call.u32(4), call)
  }

  func pathFilestatSetTimes(_ call: Call) throws(Errno) {
    let flags = try call.lookupFlags(1)
    let times = try times(call, access: 4, modification: 5, flags: 6)
    var walk = try walk(call, call.u32(0), .pathFilestatSetTimes, path: 2)
    if let name = try walk.resolveExisting(following: flags.contains(.symlinkFollow)).name {
      try walk.directory.setTimes(times, of: name)
    } else {
      try walk.directory.reopen().setTimes(times)
    }
  }

  func pathReadlink(_ call: Call) throws(Errno) {
    var walk = try walk(call, call.u32(0), .pathReadlink, path: 1)
    var whole = walk
    guard case .entry(let name, let mustBeDirectory) = try walk.resolve() else { throw .inval }
    if mustBeDirectory {
      // The slash asks for what the link leads to, which has to be a directory and so is not a link.
      _ = try whole.resolveExisting(following: true)
      throw .inval
    }
    let target = try walk.directory.readSymbolicLink(name)
    let buffer = try call.memory.bytes(at: call.u32(3), count: call.u32(4))
    let count = min(buffer.count, target.count)
    UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]).copyBytes(from: target.bytes.prefix(count))
    try call.store(size: count, at: 5)
  }

  func pathSymlink(_ call: Call) throws(Errno) {
    let target = try call.path(0)
    var walk = try walk(call, call.u32(2), .pathSymlink, path: 3)
    // It could not be followed here, and would be a trap for programs outside.
    guard target.bytes.first != UInt8(ascii: "/") else { throw .perm }
    guard !target.isEmpty else { throw .noent }
    guard case .entry(let name, let mustBeDirectory) = try walk.resolve() else { throw .exist }
    if mustBeDirectory { throw try missing(walk.directory, name) }
    try walk.directory.createSymbolicLink(name, target: target)
  }

  /// The error for a new name that ends in a slash but is not to be a directory.
  private func missing(_ directory: any OpenDirectory, _ name: FileName) throws(Errno) -> Errno {
    try directory.status(of: name).type == .directory ? .exist : .notdir
  }

  func pathUnlinkFile(_ call: Call) throws(Errno) {
    var walk = try walk(call, call.u32(0), .pathUnlinkFile, path: 1)
    guard case .entry(let name, let mustBeDirectory) = try walk.resolve() else { throw .isdir }
    if mustBeDirectory { throw try walk.directory.status(of: name).type == .directory ? .isdir : .notdir }
    try walk.directory.unlink(name)
  }

  func pathRemoveDirectory(_ call: Call) throws(Errno) {
    var walk = try walk(call, call.u32(0), .pathRemoveDirectory, path: 1)
    guard case .entry(let name, _) = try walk.resolve() else { throw .inval }
    try walk.directory.removeDirectory(name)
  }

  func pathLink(_ call: Call) throws(Errno) {
    // A link to what a symbolic link refers to, which it would ask for, is not supported, as in other engines.
    guard try call.lookupFlags(1).isEmpty else { throw .inval }
    var old = try walk(call, call.u32(0), .pathLinkSource, path: 2)
    var new = try walk(call, call.u32(4), .pathLinkTarget, path: 5)
    guard case .entry(let oldName, let oldMustBeDirectory) = try old.resolve() else { throw .perm }
    guard case .entry(let newName, let newMustBeDirectory) = try new.resolve() else { throw .exist }
    if oldMustBeDirectory { throw try old.directory.status(of: oldName).type == .directory ? .perm : .notdir }
    if newMustBeDirectory { throw try missing(new.directory, newName) }
    try old.directory.link(oldName, to: new.directory, as: newName)
  }

  func pathRename(_ call: Call) throws(Errno) {
    var old = try walk(call, call.u32(0), .pathRenameSource, path: 1)
    var new = try walk(call, call.u32(3), .pathRenameTarget, path: 4)
    guard case .entry(let oldName, let oldMustBeDirectory) = try old.resolve() else { throw .busy }
    guard case .entry(let newName, let newMustBeDirectory) = try new.resolve() else { throw .busy }
    if oldMustBeDirectory || newMustBeDirectory {
      guard try old.directory.status(of: oldName).type == .directory else { throw .notdir }
    }
    try old.directory.rename(oldName, to: new.directory, as: newName)
  }
}
