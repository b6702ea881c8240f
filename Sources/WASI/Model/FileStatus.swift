/// What kind of file something is (`filetype`).
public enum FileType: UInt8, Sendable {
  case unknown
  case blockDevice
  case characterDevice
  case directory
  case regularFile
  case socketDatagram
  case socketStream
  case symbolicLink
}

/// A file's attributes (`filestat`). Times are nanoseconds since 1970-01-01 00:00 UTC.
public struct FileStatus: Sendable, Hashable {
  public var device: UInt64
  public var inode: UInt64
  public var type: FileType
  public var linkCount: UInt64
  /// In bytes.
  public var size: UInt64
  public var accessTime: UInt64
  public var modificationTime: UInt64
  public var changeTime: UInt64

  public init(
    device: UInt64 = 0, inode: UInt64 = 0, type: FileType, linkCount: UInt64 = 1, size: UInt64 = 0, accessTime: UInt64 = 0,
    modificationTime: UInt64 = 0, changeTime: UInt64 = 0
  ) {
    self.device = device
    self.inode = inode
    self.type = type
    self.linkCount = linkCount
    self.size = size
    self.accessTime = accessTime
    self.modificationTime = modificationTime
    self.changeTime = changeTime
  }
}

/// Times to give a file, in nanoseconds since 1970-01-01 00:00 UTC; nil leaves one as it is.
public struct FileTimes: Sendable, Hashable {
  public var access: UInt64?
  public var modification: UInt64?

  public init(access: UInt64? = nil, modification: UInt64? = nil) {
    self.access = access
    self.modification = modification
  }
}

extension FileStatus {
  init(_ status: stat) {
    let times = Platform.times(status)
    self.init(
      device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino), type: FileType(mode: status.st_mode),
      linkCount: UInt64(status.st_nlink), size: UInt64(max(status.st_size, 0)), accessTime: times.access.nanoseconds,
      modificationTime: times.modification.nanoseconds, changeTime: times.change.nanoseconds)
  }
}

extension FileType {
  /// The type in a mode of the C library.
  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regularFile
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .symbolicLink
    case S_IFCHR: self = .characterDevice
    case S_IFBLK: self = .blockDevice
    case S_IFSOCK: self = .socketStream
    default: self = .unknown
    }
  }

  /// The type in a directory entry of the C library.
  init(entry type: UInt8) {
    switch Int(type) {
    case Int(DT_REG): self = .regularFile
    case Int(DT_DIR): self = .directory
    case Int(DT_LNK): self = .symbolicLink
    case Int(DT_CHR): self = .characterDevice
    case Int(DT_BLK): self = .blockDevice
    case Int(DT_SOCK): self = .socketStream
    default: self = .unknown
    }
  }
}

extension timespec {
  /// Saturates: times before 1970 count as 1970.
  var nanoseconds: UInt64 {
    tv_sec < 0 ? 0 : UInt64(tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ UInt64(tv_nsec)
  }

  init(nanoseconds: UInt64) {
    self.init(tv_sec: time_t(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }
}
