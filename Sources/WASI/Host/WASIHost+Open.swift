/// Opening files.
extension WASIHost {
  func pathOpen(_ call: Call) throws(Errno) {
    let follows = try call.lookupFlags(1).contains(.symlinkFollow)
    let flags = try call.flags(4, all: OpenFlags.all)
    let rights = Rights(rawValue: call.u64(5)).intersection(.all)
    let inheriting = Rights(rawValue: call.u64(6)).intersection(.all)
    let options = try openOptions(flags, rights, try call.flags(7, all: DescriptorFlags.all))
    // Before the file is, so that a bad pointer leaves nothing open.
    _ = try call.memory.bytes(at: call.u32(8), count: UInt32(4))

    let entry = try descriptors[call.u32(0)]
    guard case .directory(let base) = entry.node else { throw entry.isLost ? .stale : .notdir }
    try entry.require(neededRights(options))
    guard entry.inheriting.isSuperset(of: rights), entry.inheriting.isSuperset(of: inheriting) else { throw .notcapable }
    try descriptors.requireSpace()

    let new: DescriptorTable.Entry
    let path = try call.path(2)
    let origin = entry.origin.opening(path, options.again)
    var walk = try PathWalk(path, from: base)
    switch try walk.open(options, following: follows) {
    case .file(let file): new = .init(node: .file(file), rights: rights.intersection(.file), inheriting: inheriting, origin: origin)
    case .directory(let directory):
      new = .init(node: .directory(directory), rights: rights.intersection(.directory), inheriting: inheriting, origin: origin)
    }
    try call.memory.store(try descriptors.add(new), at: call.u32(8))
  }

  private func openOptions(_ flags: OpenFlags, _ rights: Rights, _ descriptorFlags: DescriptorFlags) throws(Errno) -> OpenOptions {
    var options = OpenOptions()
    options.writes = !rights.isDisjoint(with: .writing)
    options.reads = !options.writes || !rights.isDisjoint(with: [.fdRead, .fdReaddir])
    options.creates = flags.contains(.create)
    options.isExclusive = flags.contains(.exclusive)
    options.truncates = flags.contains(.truncate)
    options.isDirectory = flags.contains(.directory)
    options.flags = descriptorFlags
    // POSIX leaves open what these together mean.
    if options.isDirectory && (options.creates || options.truncates) { throw .inval }
    return options
  }

  private func neededRights(_ options: OpenOptions) -> Rights {
    var rights: Rights = .pathOpen
    if options.creates { rights.insert(.pathCreateFile) }
    if options.truncates { rights.insert(.pathFilestatSetSize) }
    return rights
  }
}
