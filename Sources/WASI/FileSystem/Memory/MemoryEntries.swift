/// The names in a directory in memory, in the order in which they were added. Each has a number that stays, so that
/// reading can go on after others were added or removed.
struct MemoryEntries {
  struct Entry {
    let serial: UInt64
    let name: FileName
    let node: MemoryNode
  }

  private var serials: [FileName: UInt64] = [:]
  /// By number; removed ones are nil until the holes are too many.
  private var list: [(serial: UInt64, entry: Entry?)] = []
  private var nextSerial: UInt64 = 0

  var isEmpty: Bool { serials.isEmpty }

  subscript(_ name: FileName) -> MemoryNode? {
    guard let serial = serials[name] else { return nil }
    return list[index(of: serial)].entry?.node
  }

  mutating func add(_ name: FileName, _ node: MemoryNode) {
    serials[name] = nextSerial
    list.append((nextSerial, Entry(serial: nextSerial, name: name, node: node)))
    nextSerial += 1
  }

  mutating func remove(_ name: FileName) {
    guard let serial = serials.removeValue(forKey: name) else { return }
    list[index(of: serial)].entry = nil
    if list.count > 16 && list.count > serials.count * 2 { list.removeAll { $0.entry == nil } }
  }

  /// Calls `body` with the entries whose numbers are at least `serial`, until it returns false.
  /// - Returns: whether it never did.
  func forEach(from serial: UInt64, _ body: (Entry) -> Bool) -> Bool {
    for (_, entry) in list[index(of: serial)...] {
      if let entry, !body(entry) { return false }
    }
    return true
  }

  /// Takes all nodes out.
  mutating func removeAll() -> [MemoryNode] {
    defer { self = MemoryEntries() }
    return list.compactMap { $0.entry?.node }
  }

  /// The index of the first entry whose number is at least `serial`.
  private func index(of serial: UInt64) -> Int {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].serial < serial { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
