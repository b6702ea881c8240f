/// A directory of a file system in which nothing can be changed: all that would change it fails with `rofs`.
package protocol UnchangeableDirectory: OpenDirectory {}

extension UnchangeableDirectory {
  package func synchronize(dataOnly: Bool) throws(Errno) {}
  package func setTimes(_ times: FileTimes) throws(Errno) { throw .rofs }
  package func setTimes(_ times: FileTimes, of name: FileName) throws(Errno) { throw .rofs }
  package func createDirectory(_ name: FileName) throws(Errno) { throw .rofs }
  package func createSymbolicLink(_ name: FileName, target: ByteString) throws(Errno) { throw .rofs }
  package func link(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno) { throw .rofs }
  package func rename(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno) { throw .rofs }
  package func unlink(_ name: FileName) throws(Errno) { throw .rofs }
  package func removeDirectory(_ name: FileName) throws(Errno) { throw .rofs }
}
