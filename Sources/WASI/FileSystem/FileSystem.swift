/// A tree of files that can be mounted for a guest.
///
/// A file system only knows single names inside open directories: paths, `..`, and symbolic links are resolved in one
/// place for all file systems (`PathWalk`), so none of them can be left upwards. Errors are WASI's error codes.
/// A file system can be mounted in several hosts at a time, on several threads; what it opens belongs to one thread.
public protocol FileSystem: Sendable {
  /// Opens the root directory.
  func openRoot() throws(Errno) -> any OpenDirectory
}

/// Something open: a file or a directory.
public protocol OpenNode: AnyObject {
  func status() throws(Errno) -> FileStatus
  func setTimes(_ times: FileTimes) throws(Errno)
  /// Waits until what was written is on the device.
  func synchronize(dataOnly: Bool) throws(Errno)
}

/// An open directory. No operation follows symbolic links.
public protocol OpenDirectory: OpenNode {
  /// Whether it takes one of the host's descriptors, of which there are few; true unless said otherwise.
  var usesDescriptor: Bool { get }
  /// A second, independent opening of this directory.
  func reopen() throws(Errno) -> any OpenDirectory
  /// Opens a directory in order to look names up in it.
  /// - Throws: `loop` or `notdir` for a symbolic link, `notdir` for anything else.
  func openDirectory(_ name: FileName) throws(Errno) -> any OpenDirectory
  /// Opens or creates a file, or opens a directory.
  /// - Throws: `loop` for a symbolic link, `isdir` for a directory that is to be written to; `acces` for what is neither
  ///   file nor directory.
  func open(_ name: FileName, _ options: OpenOptions) throws(Errno) -> OpenedNode
  func status(of name: FileName) throws(Errno) -> FileStatus
  func setTimes(_ times: FileTimes, of name: FileName) throws(Errno)
  /// The target of a symbolic link.
  /// - Throws: `inval` when it is none.
  func readSymbolicLink(_ name: FileName) throws(Errno) -> ByteString
  func createDirectory(_ name: FileName) throws(Errno)
  func createSymbolicLink(_ name: FileName, target: ByteString) throws(Errno)
  /// Gives a file or symbolic link a second name.
  /// - Throws: `xdev` when `directory` is of another file system, `perm` when it is a directory.
  func link(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno)
  /// Moves something, replacing what has the new name, as POSIX says.
  /// - Throws: `xdev` when `directory` is of another file system.
  func rename(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno)
  /// Removes a name of a file or symbolic link.
  /// - Throws: `isdir` for a directory.
  func unlink(_ name: FileName) throws(Errno)
  func removeDirectory(_ name: FileName) throws(Errno)
  /// Hands out entries, `.` and `..` included, from the one after that whose cookie is given, or all for 0, until `body`
  /// returns false; the entry it did so for counts as not read. Going on where the last call ended is fast.
  func readEntries(from cookie: UInt64, _ body: (DirectoryEntry) -> Bool) throws(Errno)
}

extension OpenDirectory {
  public var usesDescriptor: Bool { true }
}

/// An entry of a directory.
public struct DirectoryEntry {
  /// Valid only during the call that hands it out.
  public let name: UnsafeRawBufferPointer
  public let inode: UInt64
  public let type: FileType
  /// Where reading goes on after this entry; never 0.
  public let cookie: UInt64

  public init(name: UnsafeRawBufferPointer, inode: UInt64, type: FileType, cookie: UInt64) {
    self.name = name
    self.inode = inode
    self.type = type
    self.cookie = cookie
  }
}

/// What `OpenDirectory.open` found.
public enum OpenedNode {
  case file(any OpenFile)
  case directory(any OpenDirectory)
}

/// How to open a file.
public struct OpenOptions: Sendable, Hashable, Codable {
  public var reads = true
  public var writes = false
  /// Creates the file when it does not exist.
  public var creates = false
  /// With `creates`: fails with `exist` when it does.
  public var isExclusive = false
  public var truncates = false
  /// Fails with `notdir` for anything but a directory.
  public var isDirectory = false
  public var flags: DescriptorFlags = []

  public init() {}

  /// How to open what these options have opened or created.
  var again: OpenOptions {
    var options = self
    (options.creates, options.isExclusive, options.truncates) = (false, false, false)
    return options
  }
}
