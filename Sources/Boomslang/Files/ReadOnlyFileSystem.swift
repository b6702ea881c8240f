import WASI

/// Another file system, without the possibility to change anything.
package struct ReadOnlyFileSystem: FileSystem {
  private let base: any FileSystem

  package init(_ base: any FileSystem) { self.base = base }

  package func openRoot() throws(Errno) -> any OpenDirectory { ReadOnlyDirectory(try base.openRoot()) }
}

private final class ReadOnlyDirectory: UnchangeableDirectory {
  private let base: any OpenDirectory

  init(_ base: any OpenDirectory) { self.base = base }

  func status() throws(Errno) -> FileStatus { try base.status() }
  func status(of name: FileName) throws(Errno) -> FileStatus { try base.status(of: name) }
  func readSymbolicLink(_ name: FileName) throws(Errno) -> ByteString { try base.readSymbolicLink(name) }
  func reopen() throws(Errno) -> any OpenDirectory { ReadOnlyDirectory(try base.reopen()) }
  func openDirectory(_ name: FileName) throws(Errno) -> any OpenDirectory { ReadOnlyDirectory(try base.openDirectory(name)) }

  func open(_ name: FileName, _ options: OpenOptions) throws(Errno) -> OpenedNode {
    guard !options.writes, !options.truncates else { throw .rofs }
    var options = options
    let mayCreate = options.creates
    options.creates = false
    do throws(Errno) {
      switch try base.open(name, options) {
      case .directory(let directory): return .directory(ReadOnlyDirectory(directory))
      case .file where mayCreate && options.isExclusive: throw .exist
      case .file(let file): return .file(ReadOnlyFile(file))
      }
    } catch {
      throw mayCreate && error == .noent ? .rofs : error
    }
  }

  func readEntries(from cookie: UInt64, _ body: (DirectoryEntry) -> Bool) throws(Errno) { try base.readEntries(from: cookie, body) }
}

private final class ReadOnlyFile: OpenFile {
  private let base: any OpenFile

  init(_ base: any OpenFile) { self.base = base }

  var type: FileType { base.type }
  var isSeekable: Bool { base.isSeekable }
  var flags: DescriptorFlags { base.flags }
  var waitDescriptor: Int32? { base.waitDescriptor }
  var availableByteCount: UInt64 { base.availableByteCount }

  func status() throws(Errno) -> FileStatus { try base.status() }
  func setFlags(_ flags: DescriptorFlags) throws(Errno) { try base.setFlags(flags) }
  func read(into buffers: IOBuffers) throws(Errno) -> Int { try base.read(into: buffers) }
  func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int { try base.read(into: buffers, at: offset) }
  func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 { try base.seek(by: offset, from: whence) }
  func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) { try base.advise(offset: offset, length: length, advice) }
  func setTimes(_ times: FileTimes) throws(Errno) { throw .rofs }
}
