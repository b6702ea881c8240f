import WasmCore

/// One call of a WASI function: its arguments and the caller's memory. Valid only while the call lasts.
struct Call {
  let frame: CallFrame
  let memory: GuestMemory
  let store: Store

  func u32(_ index: Int) -> UInt32 { UInt32(bitPattern: frame.i32(index)) }
  func u64(_ index: Int) -> UInt64 { UInt64(bitPattern: frame.i64(index)) }

  /// The path whose address and length are the arguments `index` and `index` + 1.
  func path(_ index: Int) throws(Errno) -> ByteString {
    try memory.path(at: u32(index), count: u32(index + 1))
  }

  /// The argument as a set of flags; only the low 16 bits count, as the type says.
  /// - Throws: `inval` for flags that do not exist.
  func flags<Flags: OptionSet>(_ index: Int, all: Flags) throws(Errno) -> Flags where Flags.RawValue == UInt16, Flags.Element == Flags {
    let flags = Flags(rawValue: UInt16(truncatingIfNeeded: u32(index)))
    guard all.isSuperset(of: flags) else { throw .inval }
    return flags
  }

  func lookupFlags(_ index: Int) throws(Errno) -> LookupFlags {
    let flags = LookupFlags(rawValue: u32(index))
    guard LookupFlags.all.isSuperset(of: flags) else { throw .inval }
    return flags
  }

  /// Stores a `size` result at the address that is argument `index`.
  func store(size: Int, at index: Int) throws(Errno) {
    try memory.store(UInt32(clamping: size), at: u32(index))
  }
}
