extension WASIHost {
  func randomGet(_ call: Call) throws(Errno) {
    configuration.random.fill(try call.memory.bytes(at: call.u32(0), count: call.u32(1)))
  }
}
