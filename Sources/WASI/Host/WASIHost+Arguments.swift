/// Arguments and environment: NUL-terminated strings, and an array of their addresses.
extension WASIHost {
  func argsGet(_ call: Call) throws(Errno) {
    try storeStrings(configuration.arguments, call)
  }

  func argsSizesGet(_ call: Call) throws(Errno) {
    try storeSizes(configuration.arguments, call)
  }

  func environGet(_ call: Call) throws(Errno) {
    try storeStrings(configuration.environment.map { $0.name + ByteString("=") + $0.value }, call)
  }

  func environSizesGet(_ call: Call) throws(Errno) {
    try storeSizes(configuration.environment.map { $0.name + ByteString("=") + $0.value }, call)
  }

  private func storeSizes(_ strings: [ByteString], _ call: Call) throws(Errno) {
    try call.store(size: strings.count, at: 0)
    try call.store(size: strings.reduce(0) { $0 + $1.count + 1 }, at: 1)
  }

  private func storeStrings(_ strings: [ByteString], _ call: Call) throws(Errno) {
    var pointer = UInt64(call.u32(0))
    var text = UInt64(call.u32(1))
    for string in strings {
      let count = UInt64(string.count) + 1
      guard let address = UInt32(exactly: text), let slot = UInt32(exactly: pointer) else { throw .fault }
      let buffer = try call.memory.bytes(at: address, count: count)
      try call.memory.store(address, at: slot)
      buffer.copyBytes(from: string.bytes)
      buffer[buffer.count - 1] = 0
      text += count
      pointer += 4
    }
  }
}
