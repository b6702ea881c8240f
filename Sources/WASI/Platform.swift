// The C library, imported in this one place of the target.
#if canImport(Glibc)
@_exported import Glibc
#elseif canImport(Musl)
@_exported import Musl
#elseif canImport(Darwin)
@_exported import Darwin
#endif

/// What differs between the C libraries.
enum Platform {
  #if canImport(Darwin)
  /// Opens a directory only to look names up in it.
  static let searchDirectory = O_RDONLY | O_DIRECTORY
  #else
  /// O_PATH, which not every C library shows to Swift: opens a directory only to look names up in it.
  static let searchDirectory = 0o10000000 | O_DIRECTORY
  #endif

  /// In the place of nanoseconds: leaves a file's time as it is.
  #if canImport(Darwin)
  static let omittedTime = -2
  #else
  static let omittedTime = (1 << 30) - 2
  #endif

  /// The times in a file's status.
  static func times(_ status: stat) -> (access: timespec, modification: timespec, change: timespec) {
    #if canImport(Darwin)
    (status.st_atimespec, status.st_mtimespec, status.st_ctimespec)
    #else
    (status.st_atim, status.st_mtim, status.st_ctim)
    #endif
  }

  /// Writes buffered data of a descriptor to its device.
  static func synchronize(_ descriptor: Int32, dataOnly: Bool) -> Int32 {
    #if canImport(Darwin)
    fsync(descriptor)
    #else
    dataOnly ? fdatasync(descriptor) : fsync(descriptor)
    #endif
  }

  /// Makes sure that the range of a file exists and has space.
  /// - Returns: 0 or an error number of the C library.
  static func allocate(_ descriptor: Int32, offset: off_t, length: off_t) -> Int32 {
    #if canImport(Darwin)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return errno }
    guard status.st_size < offset + length else { return 0 }
    return ftruncate(descriptor, offset + length) == 0 ? 0 : errno
    #else
    return posix_fallocate(descriptor, offset, length)
    #endif
  }

  /// Tells the system how a range of a file will be used.
  static func advise(_ descriptor: Int32, offset: off_t, length: off_t, _ advice: Advice) {
    #if canImport(Glibc)
    let value =
      switch advice {
      case .normal: POSIX_FADV_NORMAL
      case .sequential: POSIX_FADV_SEQUENTIAL
      case .random: POSIX_FADV_RANDOM
      case .willNeed: POSIX_FADV_WILLNEED
      case .dontNeed: POSIX_FADV_DONTNEED
      case .noReuse: POSIX_FADV_NOREUSE
      }
    _ = posix_fadvise(descriptor, offset, length, value)
    #endif
  }

  /// PIPE_BUF.
  #if os(Linux)
  static let pipeBuffer = 4096
  #else
  static let pipeBuffer = 512
  #endif

  /// Sends without the signal that a closed connection would raise.
  static var sendFlags: Int32 {
    #if canImport(Darwin)
    0
    #else
    Int32(MSG_NOSIGNAL)
    #endif
  }
}
