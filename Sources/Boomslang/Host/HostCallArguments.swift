import WasmCore

/// The arguments of one call from the guest, which are addresses and lengths in its memory. Valid during the call.
struct HostCallArguments {
  let memory: Memory
  let frame: CallFrame

  private func number(_ index: Int) -> Int { Int(UInt32(bitPattern: frame.i32(index))) }

  /// The length of the text whose address is the argument `index`.
  func length(_ index: Int) -> Int { number(index + 1) }

  /// The text whose address and length are the arguments `index` and `index + 1`; what is not UTF-8 is replaced.
  func text(_ index: Int) throws(HostCalls.Fault) -> String {
    guard let bytes = memory.read(at: number(index), count: number(index + 1)) else { throw HostCalls.Fault() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How many bytes of room there are, with the address in the argument `index`.
  func room(_ index: Int) -> Int { max(Int(frame.i32(index + 1)), 0) }

  /// Writes the result of `call` to the room for it.
  /// - Returns: its length; nil, with nothing written, when there is too little room.
  func write(_ bytes: some Collection<UInt8>) throws(HostCalls.Fault) -> Int32? {
    guard bytes.count <= room(4) else { return nil }
    guard memory.write(bytes, at: number(4)) else { throw HostCalls.Fault() }
    return Int32(truncatingIfNeeded: bytes.count)
  }
}
