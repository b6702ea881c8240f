/// A read-only file system that can be written to: changes are kept in memory, within bounds, and the file system below
/// never sees them.
///
/// A file is copied into memory when it is first opened for writing and written to; names that are removed are remembered.
/// Everything, also whole directories, can be renamed. What changes below from outside in the meantime may be seen or not.
public struct OverlayFileSystem: FileSystem {
  private let upper: MemoryFileSystem

  /// - Parameters:
  ///   - lower: is only read.
  ///   - limits: for what is changed.
  ///   - clock: where the times of changed files come from.
  /// - Throws: the error that opening `lower` gave.
  public init(
    over lower: any FileSystem, limits: MemoryFileSystem.Limits = .init(), clock: any ClockSource = SystemClock()
  ) throws(Errno) {
    try self.init(over: lower, limits: limits, clock: clock, idleMirrorCount: 1_000)
  }

  /// - Parameter idleMirrorCount: of how many files that are neither changed nor open it is known what they are below.
  package init(over lower: any FileSystem, limits: MemoryFileSystem.Limits, clock: any ClockSource, idleMirrorCount: Int) throws(Errno) {
    upper = try MemoryFileSystem(over: try lower.openRoot(), limits: limits, clock: clock, idleMirrorCount: idleMirrorCount)
  }

  /// How many bytes the changes take.
  public var usedByteCount: Int { upper.usedByteCount }

  public func openRoot() throws(Errno) -> any OpenDirectory { try upper.openRoot() }
}
