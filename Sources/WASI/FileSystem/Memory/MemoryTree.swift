/// What all nodes of one file system in memory share: its bounds and what is used of them.
/// Like everything below it, only touched under the file system's lock.
final class MemoryTree {
  let limits: MemoryFileSystem.Limits
  let clock: any ClockSource
  /// What the file system shows where it has nothing of its own.
  let lower: LowerTree?
  /// A number that no other file system has.
  let device: UInt64
  private(set) var usedByteCount = 0
  private(set) var nodeCount = 0
  private var lastInode: UInt64 = 0

  /// What a node or a name takes besides its contents, roughly.
  private static let overhead = 256

  init(limits: MemoryFileSystem.Limits, clock: any ClockSource, lower: LowerTree?, device: UInt64) {
    self.limits = limits
    self.clock = clock
    self.lower = lower
    self.device = device
  }

  /// - Throws: `nospc`.
  func charge(_ byteCount: Int) throws(Errno) {
    guard byteCount <= limits.byteCount - usedByteCount else { throw .nospc }
    usedByteCount += byteCount
  }

  func refund(_ byteCount: Int) { usedByteCount -= byteCount }

  /// - Throws: `nospc`.
  func chargeNode() throws(Errno) {
    guard nodeCount < limits.nodeCount else { throw .nospc }
    try charge(Self.overhead)
    nodeCount += 1
  }

  func refundNode() {
    refund(Self.overhead)
    nodeCount -= 1
  }

  func charge(_ name: FileName) throws(Errno) { try charge(Self.overhead + name.count) }
  func refund(_ name: FileName) { refund(Self.overhead + name.count) }

  /// - Throws: `nospc` when there is none for all of these.
  func requireRoom(_ names: [FileName]) throws(Errno) {
    guard names.reduce(0, { $0 + Self.overhead + $1.count }) <= limits.byteCount - usedByteCount else { throw .nospc }
  }

  func makeInode() -> UInt64 {
    lastInode += 1
    return lastInode
  }

  var now: UInt64 { (try? clock.time(.realtime)) ?? 0 }
}
