@_spi(Compiled) import WasmCore

#if canImport(Glibc) && (arch(x86_64) || arch(arm64)) && !ExplicitChecks

// What keeps compiled code inside its memories, its stack and its time where the operating system helps: next to nothing. The
// address space after a memory is reserved as far as an address and an offset can reach, the stack ends in a guard, and a
// guest that is to be stopped gets a signal.

/// What loads and stores go to.
@_spi(Compiled) public typealias MemoryBase = UnsafeMutableRawPointer

@_spi(Compiled) @_transparent
public func memory(_ g: CompiledInstance, _ index: Int) -> MemoryBase {
  index == 0 ? g.pointee.memoryBase : g.pointee.memories[index].pointee.base
}

@_spi(Compiled) @_transparent
public func place(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ size: Int) -> UnsafeMutableRawPointer {
  m + Int(truncatingIfNeeded: UInt64(a) &+ o)
}

/// The start of a function.
@_spi(Compiled) @_transparent
public func enter(_ g: CompiledInstance) {}

/// Before a function whose frame, of about that many words, might step over the guard.
@_spi(Compiled) @_transparent
public func enter(_ g: CompiledInstance, _ words: Int) { checkStack(g, words) }

/// The start of another round of a loop.
@_spi(Compiled) @_transparent
public func repeated(_ g: CompiledInstance) {}

#endif
