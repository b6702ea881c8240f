/// Instructions of generated code on memories, tables and segments as a whole (specification 4.6).
///
/// Leaf functions that own nothing work as the guest: stopping them in the middle is harmless. The others are the engine,
/// between `leaveGuest` and `enterGuest`.

// MARK: Memories

@_spi(Compiled)
public func memory_grow(_ g: CompiledInstance, _ index: Int, _ pages: UInt32) -> UInt32 {
  g.pointee.state.leaveGuest()
  let size = growMemory(g, index, pages)
  g.pointee.state.enterGuest()
  return size
}

@inline(never)
private func growMemory(_ g: CompiledInstance, _ index: Int, _ pages: UInt32) -> UInt32 {
  g.pointee.object.takeUnretainedValue().store.grow(g.pointee.memories[index], byPages: pages) ?? .max
}

@_spi(Compiled)
public func memory_fill(_ g: CompiledInstance, _ index: Int, _ destination: UInt32, _ value: UInt32, _ count: UInt32) {
  let memory = g.pointee.memories[index]
  guard memory.contains(destination, count) else { g.pointee.state.trap(.outOfBoundsMemoryAccess) }
  let byte = UInt8(truncatingIfNeeded: value)
  if let code = (memory.pointee.base + Int(destination)).fill(byte, count: Int(count), g.context) { g.pointee.state.trap(code) }
}

@_spi(Compiled)
public func memory_copy(_ g: CompiledInstance, _ target: Int, _ source: Int, _ destination: UInt32, _ from: UInt32, _ count: UInt32) {
  let (target, source) = (g.pointee.memories[target], g.pointee.memories[source])
  guard target.contains(destination, count), source.contains(from, count) else { g.pointee.state.trap(.outOfBoundsMemoryAccess) }
  let code = (target.pointee.base + Int(destination)).copy(from: source.pointee.base + Int(from), count: Int(count), g.context)
  if let code { g.pointee.state.trap(code) }
}

@_spi(Compiled)
public func memory_init(_ g: CompiledInstance, _ segment: Int, _ memory: Int, _ destination: UInt32, _ source: UInt32, _ count: UInt32) {
  g.pointee.state.leaveGuest()
  let code = initializeMemory(g, memory, segment, destination, source, count)
  if let code { g.pointee.state.trap(code) }
  g.pointee.state.enterGuest()
}

@inline(never)
private func initializeMemory(_ g: CompiledInstance, _ memory: Int, _ segment: Int, _ destination: UInt32, _ source: UInt32, _ count: UInt32) -> TrapCode? {
  g.pointee.object.takeUnretainedValue().initializeMemory(memory, from: segment, to: destination, source: source, count: count)
}

@_spi(Compiled)
public func data_drop(_ g: CompiledInstance, _ segment: Int) {
  g.pointee.state.leaveGuest()
  dropData(g, segment)
  g.pointee.state.enterGuest()
}

@inline(never)
private func dropData(_ g: CompiledInstance, _ segment: Int) { g.pointee.object.takeUnretainedValue().dropData(segment) }

// MARK: Tables

private func elements(_ g: CompiledInstance, _ table: UnsafeMutablePointer<TableEntity>) -> UnsafeMutablePointer<UInt64> {
  if table.pointee.pending == nil { return table.pointee.slots }
  g.pointee.state.leaveGuest()
  let elements = allElements(table)
  g.pointee.state.enterGuest()
  return elements
}

@inline(never)
private func allElements(_ table: UnsafeMutablePointer<TableEntity>) -> UnsafeMutablePointer<UInt64> { table.elements }

@_spi(Compiled)
public func table_get(_ g: CompiledInstance, _ table: Int, _ index: UInt32) -> UInt64 {
  let table = g.pointee.tables[table]
  guard table.contains(index, 1) else { g.pointee.state.trap(.outOfBoundsTableAccess) }
  return elements(g, table)[Int(index)]
}

@_spi(Compiled)
public func table_set(_ g: CompiledInstance, _ table: Int, _ index: UInt32, _ value: UInt64) {
  let table = g.pointee.tables[table]
  guard table.contains(index, 1) else { g.pointee.state.trap(.outOfBoundsTableAccess) }
  elements(g, table)[Int(index)] = value
}

@_spi(Compiled)
public func table_grow(_ g: CompiledInstance, _ table: Int, _ value: UInt64, _ count: UInt32) -> UInt32 {
  g.pointee.state.leaveGuest()
  let size = growTable(g, table, value, count)
  g.pointee.state.enterGuest()
  return size
}

@inline(never)
private func growTable(_ g: CompiledInstance, _ table: Int, _ value: UInt64, _ count: UInt32) -> UInt32 {
  g.pointee.object.takeUnretainedValue().store.grow(g.pointee.tables[table], by: count, with: value) ?? .max
}

@_spi(Compiled)
public func table_fill(_ g: CompiledInstance, _ table: Int, _ index: UInt32, _ value: UInt64, _ count: UInt32) {
  let table = g.pointee.tables[table]
  guard table.contains(index, count) else { g.pointee.state.trap(.outOfBoundsTableAccess) }
  if let code = (elements(g, table) + Int(index)).fill(value, count: Int(count), g.context) { g.pointee.state.trap(code) }
}

@_spi(Compiled)
public func table_copy(_ g: CompiledInstance, _ target: Int, _ source: Int, _ destination: UInt32, _ from: UInt32, _ count: UInt32) {
  let (target, source) = (g.pointee.tables[target], g.pointee.tables[source])
  guard target.contains(destination, count), source.contains(from, count) else { g.pointee.state.trap(.outOfBoundsTableAccess) }
  let code = (elements(g, target) + Int(destination)).copy(from: elements(g, source) + Int(from), count: Int(count), g.context)
  if let code { g.pointee.state.trap(code) }
}

@_spi(Compiled)
public func table_init(_ g: CompiledInstance, _ segment: Int, _ table: Int, _ destination: UInt32, _ source: UInt32, _ count: UInt32) {
  g.pointee.state.leaveGuest()
  let code = initializeTable(g, table, segment, destination, source, count)
  if let code { g.pointee.state.trap(code) }
  g.pointee.state.enterGuest()
}

@inline(never)
private func initializeTable(_ g: CompiledInstance, _ table: Int, _ segment: Int, _ destination: UInt32, _ source: UInt32, _ count: UInt32) -> TrapCode? {
  g.pointee.object.takeUnretainedValue().initializeTable(table, from: segment, to: destination, source: source, count: count)
}

@_spi(Compiled)
public func elem_drop(_ g: CompiledInstance, _ segment: Int) {
  g.pointee.state.leaveGuest()
  dropElement(g, segment)
  g.pointee.state.enterGuest()
}

@inline(never)
private func dropElement(_ g: CompiledInstance, _ segment: Int) { g.pointee.object.takeUnretainedValue().dropElement(segment) }

extension CompiledInstance {
  fileprivate var context: ContextPointer { pointee.state.pointee.context }
}
