import Boomslang
import Testing
import WASI

@Suite("Read-only file systems")
struct ReadOnlyTests {
  private static let files: MemoryFileSystem = {
    let files = MemoryFileSystem()
    do {
      try files.createDirectory("folder")
      try files.writeFile("folder/file", Array("text".utf8))
    } catch {
      fatalError("\(error)")
    }
    return files
  }()

  private func root() throws(Errno) -> any OpenDirectory { try ReadOnlyFileSystem(Self.files).openRoot().openDirectory(FileName("folder")) }

  @Test func reading() throws {
    #expect(try ReadOnlyFileSystem(Self.files).readFile("folder/file") == Array("text".utf8))
    #expect(try root().status(of: FileName("file")).size == 4)
    var names: Set<String> = []
    try root().reopen().readEntries(from: 0) { entry in
      names.insert(String(decoding: entry.name, as: UTF8.self))
      return true
    }
    #expect(names == [".", "..", "file"])
  }

  @Test func changing() throws {
    let (file, new) = (try FileName("file"), try FileName("new"))
    let changes: [(any OpenDirectory) throws -> Void] = [
      { try $0.createDirectory(new) }, { try $0.removeDirectory(file) },
      { try $0.unlink(file) }, { try $0.link(file, to: $0, as: new) },
      { try $0.rename(file, to: $0, as: new) }, { try $0.createSymbolicLink(new, target: "file") },
      { try $0.setTimes(FileTimes(access: 0)) }, { try $0.setTimes(FileTimes(access: 0), of: file) },
    ]
    for change in changes { #expect(throws: Errno.rofs) { try change(root()) } }
    #expect(try Self.files.readFile("folder/file") == Array("text".utf8))
  }

  @Test(arguments: [(true, false, false), (false, true, false), (false, false, true)])
  func openingForMore(options: (writes: Bool, truncates: Bool, creates: Bool)) throws {
    var wanted = OpenOptions()
    (wanted.writes, wanted.truncates, wanted.creates) = options
    let name = try FileName(options.creates ? "new" : "file")
    #expect(throws: Errno.rofs) { _ = try root().open(name, wanted) }
  }

  @Test func openingToCreateWhatIsThere() throws {
    var options = OpenOptions()
    options.creates = true
    guard case .file(let file) = try root().open(FileName("file"), options) else {
      Issue.record("no file")
      return
    }
    #expect(throws: Errno.rofs) { try file.setTimes(FileTimes(access: 0)) }
    #expect(throws: Errno.self) { try file.resize(to: 0) }
    options.isExclusive = true
    #expect(throws: Errno.exist) { _ = try root().open(FileName("file"), options) }
  }
}
