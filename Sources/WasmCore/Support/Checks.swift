@_spi(Compiled) import WasmCore

#if !(canImport(Glibc) && (arch(x86_64) || arch(arm64))) || ExplicitChecks

// The same without the operating system's help: compiled code compares.

/// What loads and stores go to.
@_spi(Compiled) public typealias MemoryBase = UnsafeMutablePointer<MemoryEntity>

@_spi(Compiled) @_transparent
public func memory(_ g: CompiledInstance, _ index: Int) -> MemoryBase { g.pointee.memories[index] }

@_spi(Compiled) @_transparent
public func place(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ size: Int) -> UnsafeMutableRawPointer {
  let address = UInt64(a) &+ o
  if address &+ UInt64(truncatingIfNeeded: size) > m.pointee.byteCount { trap_out_of_bounds() }
  return m.pointee.base + Int(truncatingIfNeeded: address)
}

/// The start of a function.
@_spi(Compiled) @_transparent
public func enter(_ g: CompiledInstance) { checkStack(g, 0) }

/// Before a function whose frame has about that many words.
@_spi(Compiled) @_transparent
public func enter(_ g: CompiledInstance, _ words: Int) { checkStack(g, words) }

/// The start of another round of a loop.
@_spi(Compiled) @_transparent
public func repeated(_ g: CompiledInstance) { if isStopRequested(g) { trap_interrupted(g) } }

#endif
