extension WASIHost {
  func clockResGet(_ call: Call) throws(Errno) {
    try call.memory.store(try configuration.clock.resolution(try clock(call.u32(0))), at: call.u32(1))
  }

  /// The precision asked for, argument 1, is always met.
  func clockTimeGet(_ call: Call) throws(Errno) {
    try call.memory.store(try configuration.clock.time(try clock(call.u32(0))), at: call.u32(2))
  }

  func clock(_ number: UInt32) throws(Errno) -> ClockID {
    guard let clock = ClockID(rawValue: number) else { throw .inval }
    return clock
  }
}
