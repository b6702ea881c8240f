/// How reads and writes of a descriptor behave (`fdflags`).
public struct DescriptorFlags: OptionSet, Sendable, Hashable, Codable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let append = DescriptorFlags(rawValue: 1 << 0)
  public static let dsync = DescriptorFlags(rawValue: 1 << 1)
  public static let nonblock = DescriptorFlags(rawValue: 1 << 2)
  public static let rsync = DescriptorFlags(rawValue: 1 << 3)
  public static let sync = DescriptorFlags(rawValue: 1 << 4)

  static let all = DescriptorFlags(rawValue: (1 << 5) - 1)
  static let synchronous: DescriptorFlags = [.dsync, .rsync, .sync]
}

/// How `path_open` opens (`oflags`).
struct OpenFlags: OptionSet {
  let rawValue: UInt16

  static let create = OpenFlags(rawValue: 1 << 0)
  static let directory = OpenFlags(rawValue: 1 << 1)
  static let exclusive = OpenFlags(rawValue: 1 << 2)
  static let truncate = OpenFlags(rawValue: 1 << 3)

  static let all = OpenFlags(rawValue: (1 << 4) - 1)
}

/// Which times to set (`fstflags`).
struct TimeFlags: OptionSet {
  let rawValue: UInt16

  static let access = TimeFlags(rawValue: 1 << 0)
  static let accessNow = TimeFlags(rawValue: 1 << 1)
  static let modification = TimeFlags(rawValue: 1 << 2)
  static let modificationNow = TimeFlags(rawValue: 1 << 3)

  static let all = TimeFlags(rawValue: (1 << 4) - 1)
}

/// How a path is resolved (`lookupflags`).
struct LookupFlags: OptionSet {
  let rawValue: UInt32

  /// Whether a symbolic link at the path's end is followed.
  static let symlinkFollow = LookupFlags(rawValue: 1 << 0)

  static let all: LookupFlags = .symlinkFollow
}

/// What a position is relative to (`whence`).
public enum Whence: UInt8, Sendable {
  case set
  case current
  case end
}

/// How a file will be used (`advice`).
public enum Advice: UInt8, Sendable {
  case normal
  case sequential
  case random
  case willNeed
  case dontNeed
  case noReuse
}
