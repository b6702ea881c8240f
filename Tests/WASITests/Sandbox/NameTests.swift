import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Names that are no names, and bytes that look like something else.
@Suite("Names in the sandbox")
struct NameTests {
  @Test(arguments: TestFiles.combinations) func strangeNames(_ combination: TestFiles.Combination) throws {
    let files = try TestFiles(combination.kind)
    let guest = try Guest(combination.engine, files.fileSystem)
    let cases: [([UInt8], Errno)] = [
      (Array("a\0b".utf8), .inval), (Array("a\0".utf8), .inval), ([0], .inval), ([0x61, 0xFF, 0], .inval),
    ]
    for (name, expected) in cases {
      let (path, count) = guest.put(name, at: Guest.path)
      let result = UInt64(Guest.result)
      #expect(try guest.call("path_open", 3, 0, path, count, 1, 64, 0, 0, result) == expected)
      #expect(try guest.call("path_create_directory", 3, path, count) == expected)
      #expect(try guest.call("path_filestat_get", 3, 0, path, count, result) == expected)
      #expect(try guest.call("path_filestat_set_times", 3, 0, path, count, 0, 0, 0) == expected)
      #expect(try guest.call("path_readlink", 3, path, count, UInt64(Guest.buffer), 10, result) == expected)
      #expect(try guest.call("path_remove_directory", 3, path, count) == expected)
      #expect(try guest.call("path_unlink_file", 3, path, count) == expected)
      #expect(try guest.call("path_symlink", path, count, 3, path, count) == expected)
      #expect(try guest.call("path_rename", 3, path, count, 3, path, count) == expected)
      #expect(try guest.call("path_link", 3, 0, path, count, 3, path, count) == expected)
    }
    #expect(try guest.names(".") == [])
  }

  /// Bytes that are not UTF-8 are a name like any other: none of them stands for a dot or a slash.
  @Test(arguments: TestFiles.combinations) func bytesThatAreNotText(_ combination: TestFiles.Combination) throws {
    let files = try TestFiles(combination.kind)
    let guest = try Guest(combination.engine, files.fileSystem)
    let names: [[UInt8]] = [[0x61, 0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xC0, 0xAE, 0xC0, 0xAE], [0xE9]]
    for name in names {
      let (path, count) = guest.put(name, at: Guest.path)
      #expect(try guest.call("path_create_directory", 3, path, count) == .success)
      #expect(try guest.call("path_create_directory", 3, path, count) == .exist)
    }
    #expect(try files.fileSystem.openRoot().allNames() == Set(names))
  }

  /// A slash beside a byte sequence that joins it to one `Character` is still a slash.
  @Test(arguments: TestFiles.combinations, ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{338}", "\u{600}", "\u{D8}", "\r\n"])
  func slashesBesideMarks(_ combination: TestFiles.Combination, mark: String) throws {
    let files = try TestFiles(combination.kind)
    let guest = try Guest(combination.engine, files.fileSystem)
    for path in ["../\(mark)x", "\(mark)/../../x", "../\(mark)\u{600}/../x", "a\(mark)/../../\(mark)/x"] {
      try? guest.createDirectory(mark)
      try? guest.createDirectory("a\(mark)")
      #expect(try guest.everyWay(path) == [.perm], "\(path.utf8.map { $0 })")
    }
    for target in ["../../../../etc/passwd", "../\(mark)/..", "\(mark)/../../x"] {
      guard combination.kind != .host else {
        #expect(try code { try guest.symlink("q\(mark)", to: target) } == .perm)
        continue
      }
      try guest.symlink("q\(mark)", to: target)
      #expect(try code { _ = try guest.openForReading("q\(mark)") } == .perm)
      try guest.unlink("q\(mark)")
    }
    try guest.createDirectory("d")
    try guest.create("d/\(mark)x", "inside")
    #expect(try guest.contents("d/./\(mark)x") == "inside")
    let listed = try guest.names("d")
    #expect(listed.map { Array($0.utf8) } == [Array("\(mark)x".utf8)])
    // What a state keeps of such a tree is the same tree.
    let copy = MemoryFileSystem()
    try FileArchive(of: files.fileSystem).write(to: copy)
    #expect(try copy.readFile("d/\(mark)x") == Array("inside".utf8))
  }

  /// Two spellings of a letter are two names.
  @Test(arguments: TestFiles.combinations) func spellingsAreNames(_ combination: TestFiles.Combination) throws {
    let files = try TestFiles(combination.kind)
    let guest = try Guest(combination.engine, files.fileSystem)
    for (first, second) in [("\u{E9}", "e\u{301}"), ("K", "\u{212A}")] {
      try guest.create(first, "one")
      try guest.create(second, "two")
      #expect(try guest.contents(first) == "one")
      #expect(try guest.contents(second) == "two")
      try guest.unlink(first)
      #expect(try guest.contents(second) == "two")
    }
    #expect(try files.fileSystem.openRoot().allNames() == [Array("e\u{301}".utf8), Array("\u{212A}".utf8)])
  }
}
