/// The names in a directory in memory, in the order in which they were added. Each has a number that stays, so that
/// reading can go on after others were added or removed. Copies share what neither has changed.
struct MemoryEntries: Sendable {
  struct Entry: Sendable {
    let name: FileName
    /// The number of the node.
    let node: UInt64
  }

  private var list = SharedMap<Entry>()
  private var names = NameIndex()
  private var nextSerial: UInt64 = 0

  var isEmpty: Bool { list.isEmpty }

  /// The number of the node that has this name.
  subscript(_ name: FileName) -> UInt64? { find(name).flatMap { list[$0]?.node } }

  private func find(_ name: FileName) -> UInt64? { names.candidates(name.placeInIndex).first { list[$0]?.name == name } }

  /// Call for a name that is free.
  mutating func add(_ name: FileName, _ node: UInt64) {
    names.add(nextSerial, at: name.placeInIndex)
    list.set(nextSerial, Entry(name: name, node: node))
    nextSerial += 1
  }

  mutating func remove(_ name: FileName) {
    guard let serial = find(name) else { return }
    list.remove(serial)
    names.remove(serial, at: name.placeInIndex)
  }

  /// Calls `body` with the entries whose numbers are at least `serial`, until it returns false.
  /// - Returns: whether it never did.
  func forEach(from serial: UInt64, _ body: (UInt64, Entry) -> Bool) -> Bool { list.forEach(from: serial, body) }
}

/// Numbers of entries by the places that their names have: what is at one place are almost always the numbers of one name.
package struct NameIndex: Sendable {
  private enum Serials: Sendable {
    case one(UInt64)
    case several([UInt64])

    var all: [UInt64] {
      switch self {
      case .one(let serial): [serial]
      case .several(let serials): serials
      }
    }
  }

  private var places = SharedMap<Serials>()

  package init() {}

  package func candidates(_ place: UInt64) -> [UInt64] { places[place]?.all ?? [] }

  package mutating func add(_ serial: UInt64, at place: UInt64) {
    let others = candidates(place)
    places.set(place, others.isEmpty ? .one(serial) : .several(others + [serial]))
  }

  package mutating func remove(_ serial: UInt64, at place: UInt64) {
    let others = candidates(place).filter { $0 != serial }
    if others.isEmpty { places.remove(place) } else { places.set(place, others.count == 1 ? .one(others[0]) : .several(others)) }
  }
}

extension FileName {
  /// Nobody can choose names that have the same: each process has its own.
  fileprivate var placeInIndex: UInt64 { UInt64(bitPattern: Int64(hashValue)) }
}
