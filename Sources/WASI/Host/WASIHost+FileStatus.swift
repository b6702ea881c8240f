/// Attributes of open files.
extension WASIHost {
  func fdFilestatGet(_ call: Call) throws(Errno) {
    let node = try descriptors.node(call.u32(0), .fdFilestatGet)
    try store(try node.status(), at: call.u32(1), call)
  }

  func fdFilestatSetSize(_ call: Call) throws(Errno) {
    try descriptors.file(call.u32(0), .fdFilestatSetSize).resize(to: call.u64(1))
  }

  func fdFilestatSetTimes(_ call: Call) throws(Errno) {
    let times = try times(call, access: 1, modification: 2, flags: 3)
    try descriptors.node(call.u32(0), .fdFilestatSetTimes).setTimes(times)
  }

  /// Stores a `filestat`.
  func store(_ status: FileStatus, at address: UInt32, _ call: Call) throws(Errno) {
    let result = try call.memory.bytes(at: address, count: UInt32(64))
    let words = [
      deviceNumber(status.device), status.inode, UInt64(status.type.rawValue), status.linkCount, status.size, status.accessTime,
      status.modificationTime, status.changeTime,
    ] as InlineArray
    for index in words.indices { result.storeBytes(of: words[index].littleEndian, toByteOffset: index * 8, as: UInt64.self) }
  }

  private func deviceNumber(_ device: UInt64) -> UInt64 {
    if deviceNumbers == nil { deviceNumbers = DeviceNumbers(configuration.mounts) }
    return deviceNumbers?.number(of: device) ?? 0
  }

  /// The times that the arguments with these indices ask for.
  func times(_ call: Call, access: Int, modification: Int, flags: Int) throws(Errno) -> FileTimes {
    let flags = try call.flags(flags, all: TimeFlags.all)
    guard !flags.isSuperset(of: [.access, .accessNow]), !flags.isSuperset(of: [.modification, .modificationNow]) else { throw .inval }
    var times = FileTimes()
    if flags.contains(.access) { times.access = call.u64(access) }
    if flags.contains(.modification) { times.modification = call.u64(modification) }
    if !flags.isDisjoint(with: [.accessNow, .modificationNow]) {
      let now = try configuration.clock.time(.realtime)
      if flags.contains(.accessNow) { times.access = now }
      if flags.contains(.modificationNow) { times.modification = now }
    }
    return times
  }
}
