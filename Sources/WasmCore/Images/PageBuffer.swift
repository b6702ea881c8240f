import Synchronization

/// Room for copies of pages, which goes back to a store of such rooms with the object: room that is new costs more than what is copied into
/// it, because the system has to find and clear each of its pages.
///
/// Owns the memory at `start`. Filled by who makes it, only read after that.
final class PageBuffer: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
  let byteCount: Int
  private let room: Room

  private typealias Room = (start: UnsafeMutableRawPointer, capacity: Int)

  /// Rooms that are kept: a few, none of them large.
  private static let kept = Mutex<[Kept]>([])
  private static let keptCount = 8
  private static let keptCapacity = 1 << 20

  private struct Kept: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
  }

  init(byteCount: Int) {
    self.byteCount = byteCount
    room = Self.take(byteCount)
    start = room.start
  }

  deinit {
    let kept = Kept(start: room.start)
    let isKept =
      room.capacity == Self.keptCapacity
      && Self.kept.withLock { rooms in
        if rooms.count == Self.keptCount { return false }
        rooms.append(kept)
        return true
      }
    if !isKept { room.start.deallocate() }
  }

  private static func take(_ byteCount: Int) -> Room {
    let capacity = byteCount <= keptCapacity && byteCount > AddressSpace.pageSize ? keptCapacity : max(byteCount, 1)
    if capacity == keptCapacity, let room = kept.withLock({ $0.popLast() }) { return (room.start, capacity) }
    return (.allocate(byteCount: capacity, alignment: AddressSpace.pageSize), capacity)
  }
}
