import Testing
import WASI

/// What every file system has to do, by the calls of a guest.
@Suite("File systems")
struct FileSystemTests {
  private func with(_ combination: TestFiles.Combination, _ body: (Guest) throws -> Void) throws {
    let files = try TestFiles(combination.kind)
    try body(try Guest(combination.engine, files.fileSystem))
  }

  @Test(arguments: TestFiles.combinations) func readsWhatWasWritten(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      let file = try guest.open("file", creates: true)
      #expect(try guest.write("hello", to: file) == 5)
      #expect(try guest.read(file) == [])
      #expect(try guest.seek(file, by: 1) == 1)
      #expect(try guest.text(file) == "ello")
      #expect(try guest.seek(file, by: -2, whence: 1) == 3)
      #expect(try guest.seek(file, by: 2, whence: 2) == 7)
      try guest.write("!", to: file)
      #expect(try guest.read(file, at: 3) == Array("lo\0\0!".utf8))
      #expect(try guest.write(Array("HE".utf8), to: file, at: 0) == 2)
      #expect(try guest.seek(file, by: 0, whence: 1) == 8)
      #expect(try guest.status(file).size == 8)
      try guest.close(file)
      #expect(try guest.contents("file") == "HEllo\0\0!")
      #expect(try code { _ = try guest.read(file) } == .badf)
    }
  }

  @Test(arguments: TestFiles.combinations) func positionsHaveBounds(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      let file = try guest.open("file", creates: true)
      #expect(try code { _ = try guest.seek(file, by: -1) } == .inval)
      #expect(try code { _ = try guest.seek(file, by: 0, whence: 3) } == .inval)
      #expect(try code { _ = try guest.read(file, at: .max) } == .inval)
      #expect(try code { _ = try guest.write([1], to: file, at: .max) } == .inval)
      #expect(try guest.call("fd_filestat_set_size", UInt64(file), .max) == .inval)
      #expect(try guest.status(file).size == 0)
    }
  }

  @Test(arguments: TestFiles.combinations) func appends(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.create("file", "one")
      let file = try guest.open("file", rights: [.fdRead, .fdWrite, .fdSeek, .fdTell, .fdFdstatSetFlags], flags: .append)
      try guest.write("two", to: file)
      #expect(try guest.contents("file") == "onetwo")
      #expect(try guest.call("fd_fdstat_set_flags", UInt64(file), 0) == .success)
      #expect(try guest.seek(file, by: 0) == 0)
      try guest.write("O", to: file)
      #expect(try guest.contents("file") == "Onetwo")
      #expect(try guest.call("fd_fdstat_set_flags", UInt64(file), 1 << 7) == .inval)
    }
  }

  @Test(arguments: TestFiles.combinations) func opensAsAsked(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      #expect(try code { try guest.open("file") } == .noent)
      try guest.create("file", "text")
      #expect(try code { try guest.open("file", creates: true, exclusive: true) } == .exist)
      #expect(try guest.contents("file") == "text")
      try guest.close(try guest.open("file", truncates: true))
      #expect(try guest.contents("file") == "")
      #expect(try code { try guest.open("file", directoryOnly: true) } == .notdir)
      #expect(try code { try guest.open("file/") } == .notdir)
      #expect(try code { try guest.open("file/more") } == .notdir)
      #expect(try code { try guest.open("new/", creates: true) } == .isdir)
      try guest.createDirectory("folder")
      #expect(try code { try guest.open("folder") } == .isdir)
      #expect(try code { try guest.open("folder", creates: true) } == .isdir)
      #expect(try code { try guest.open("folder", creates: true, directoryOnly: true) } == .inval)
      #expect(try code { try guest.open("") } == .noent)
      #expect(try code { try guest.open("folder/missing/file", creates: true) } == .noent)
      #expect(try code { try guest.open(String(repeating: "n", count: 256), creates: true) } == .nametoolong)
      #expect(try code { try guest.open(String(repeating: "n/", count: 2049)) } == .nametoolong)
    }
  }

  @Test(arguments: TestFiles.combinations) func resizes(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      let rights: Rights = [.fdRead, .fdWrite, .fdFilestatGet, .fdFilestatSetSize, .fdAllocate, .fdSeek, .fdTell, .fdAdvise]
      let file = try guest.open("file", creates: true, rights: rights)
      try guest.write("12345", to: file)
      #expect(try guest.call("fd_filestat_set_size", UInt64(file), 2) == .success)
      #expect(try guest.call("fd_filestat_set_size", UInt64(file), 4) == .success)
      #expect(try guest.read(file, at: 0) == [0x31, 0x32, 0, 0])
      #expect(try guest.call("fd_allocate", UInt64(file), 0, 2) == .success)
      #expect(try guest.status(file).size == 4)
      #expect(try guest.call("fd_allocate", UInt64(file), 4, 6) == .success)
      #expect(try guest.status(file).size == 10)
      #expect(try guest.call("fd_allocate", UInt64(file), 0, 0) == .inval)
      #expect(try guest.call("fd_advise", UInt64(file), 0, 10, 1) == .success)
      #expect(try guest.call("fd_advise", UInt64(file), 0, 10, 9) == .inval)
      #expect(try guest.call("fd_sync", UInt64(file)) == .notcapable)
    }
  }

  @Test(arguments: TestFiles.combinations) func makesAndRemovesDirectories(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.createDirectory("a")
      try guest.createDirectory("a/b/")
      try guest.create("a/b/file", "x")
      #expect(try code { try guest.createDirectory("a") } == .exist)
      #expect(try code { try guest.createDirectory("a/b/file") } == .exist)
      #expect(try code { try guest.createDirectory("missing/b") } == .noent)
      #expect(try code { try guest.createDirectory("a/b/file/c") } == .notdir)
      #expect(try code { try guest.removeDirectory("a") } == .notempty)
      #expect(try code { try guest.removeDirectory("a/b/file") } == .notdir)
      #expect(try code { try guest.removeDirectory("a/.") } == .inval)
      #expect(try code { try guest.unlink("a") } == .isdir)
      #expect(try code { try guest.unlink("a/b/file/") } == .notdir)
      try guest.unlink("a/b/file")
      #expect(try code { try guest.unlink("a/b/file") } == .noent)
      try guest.removeDirectory("a/b/")
      try guest.removeDirectory("a")
      #expect(try guest.names(".") == [])
    }
  }

  @Test(arguments: TestFiles.combinations) func resolvesPaths(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.createDirectory("a")
      try guest.createDirectory("a/b")
      try guest.create("a/b/file", "deep")
      for path in ["a/b/file", "./a//b/./file", "a/../a/b/../b/file", "a/b/../../a/b/file"] {
        #expect(try guest.contents(path) == "deep", "\(path)")
      }
      let b = try guest.openDirectory("a/b")
      #expect(try guest.contents("file", in: b) == "deep")
      #expect(try code { _ = try guest.contents("../b/file", in: b) } == .perm)
      #expect(try code { try guest.open("a/missing/../b/file") } == .noent)
      #expect(try guest.status("a/b/..").inode == guest.status("a").inode)
      #expect(try guest.status(".").type == .directory)
    }
  }

  @Test(arguments: TestFiles.combinations) func followsLinks(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.createDirectory("a")
      try guest.create("a/file", "text")
      try guest.symlink("link", to: "a/file")
      try guest.symlink("a/up", to: "../link")
      try guest.symlink("folder", to: "a/")
      #expect(try guest.readlink("link") == "a/file")
      for path in ["link", "a/up", "folder/file", "folder/up"] { #expect(try guest.contents(path) == "text", "\(path)") }
      #expect(try guest.status("link").type == .symbolicLink)
      #expect(try guest.status("link", follows: true).type == .regularFile)
      #expect(try guest.status("folder/").type == .directory)
      #expect(try code { _ = try guest.openForReading("link", follows: false) } == .loop)
      #expect(try code { try guest.open("folder", directoryOnly: true, follows: false, rights: .fdReaddir) } == .loop)
      #expect(try code { _ = try guest.readlink("a/file") } == .inval)
      #expect(try code { try guest.symlink("link", to: "other") } == .exist)
      #expect(try code { try guest.symlink("new/", to: "other") } == .noent)
      // Creates what a dangling link names.
      try guest.symlink("dangling", to: "a/new")
      #expect(try code { try guest.open("dangling") } == .noent)
      #expect(try code { try guest.open("dangling", creates: true, exclusive: true) } == .exist)
      try guest.create("dangling", "made")
      #expect(try guest.contents("a/new") == "made")
      try guest.unlink("link")
      #expect(try guest.contents("a/file") == "text")
    }
  }

  @Test(arguments: TestFiles.combinations) func loopsEnd(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.symlink("self", to: "self")
      try guest.symlink("ping", to: "pong")
      try guest.symlink("pong", to: "ping")
      try guest.symlink("grow", to: "grow/grow")
      for path in ["self", "self/x", "ping", "pong/x", "grow", "grow/x"] {
        #expect(try code { try guest.open(path) } == .loop, "\(path)")
        #expect(try code { _ = try guest.status(path, follows: true) } == .loop, "\(path)")
      }
      #expect(try guest.status("self").type == .symbolicLink)
    }
  }

  @Test(arguments: TestFiles.combinations) func links(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.create("file", "text")
      try guest.createDirectory("a")
      try guest.link("file", "a/second")
      #expect(try guest.status("file").linkCount == 2)
      #expect(try guest.status("file").inode == guest.status("a/second").inode)
      try guest.create("a/second", "changed")
      #expect(try guest.contents("file") == "changed")
      #expect(try code { try guest.link("file", "a/second") } == .exist)
      #expect(try code { try guest.link("missing", "x") } == .noent)
      #expect(try code { try guest.link("a", "x") } == .perm)
      #expect(try code { try guest.link("file", "x/") } == .noent)
      try guest.unlink("file")
      #expect(try guest.contents("a/second") == "changed")
      #expect(try guest.status("a/second").linkCount == 1)
      let (path, count) = guest.put("a/second")
      #expect(try guest.call("path_link", 3, 1, path, count, 3, path, count) == .inval)
    }
  }

  @Test(arguments: TestFiles.combinations) func renames(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.create("one", "1")
      try guest.create("two", "2")
      try guest.rename("one", "two")
      #expect(try guest.contents("two") == "1")
      #expect(try code { _ = try guest.status("one") } == .noent)
      try guest.createDirectory("a")
      try guest.createDirectory("a/inner")
      try guest.create("a/inner/file", "deep")
      #expect(try code { try guest.rename("two", "a") } == .isdir)
      #expect(try code { try guest.rename("a", "two") } == .notdir)
      #expect(try code { try guest.rename("a", "a/inner/a") } == .inval)
      #expect(try code { try guest.rename("missing", "x") } == .noent)
      #expect(try code { try guest.rename("two", "new/") } == .notdir)
      #expect(try code { try guest.rename("a/..", "x") } == .busy)
      try guest.createDirectory("b")
      try guest.create("b/occupied")
      #expect(try code { try guest.rename("a", "b") } == .notempty)
      try guest.unlink("b/occupied")
      try guest.rename("a", "b")
      #expect(try guest.contents("b/inner/file") == "deep")
      try guest.rename("b/inner", "inner/")
      #expect(try guest.contents("inner/file") == "deep")
      try guest.rename("two", "two")
      #expect(try guest.contents("two") == "1")
      #expect(try guest.names(".") == ["b", "inner", "two"])
    }
  }

  @Test(arguments: TestFiles.combinations) func openFilesOutliveTheirNames(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      let file = try guest.open("file", creates: true)
      try guest.write("kept", to: file)
      try guest.unlink("file")
      #expect(try guest.read(file, at: 0) == Array("kept".utf8))
      #expect(try guest.status(file).linkCount == 0)
      try guest.createDirectory("a")
      let a = try guest.openDirectory("a")
      try guest.removeDirectory("a")
      #expect(try code { try guest.create("file", in: a) } == .noent)
      #expect(try code { try guest.createDirectory("b", in: a) } == .noent)
    }
  }

  @Test(arguments: TestFiles.combinations) func listsDirectories(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.createDirectory("a")
      let a = try guest.openDirectory("a")
      let expected = Set((0..<500).map { "file number \($0)" })
      for name in expected { try guest.create(name, in: a) }
      try guest.symlink("link", to: "x", in: a)
      try guest.createDirectory("folder", in: a)
      // Pieces that end within an entry's header, within its name, and between entries.
      for size in [64, 65, 100, 4096, 1 << 20] {
        let entries = try guest.entries(a, bufferSize: size)
        #expect(entries.count == 504)
        #expect(Set(entries.map(\.name)) == expected.union([".", "..", "link", "folder"]))
        #expect(Set(entries.map(\.cookie)).count == 504)
      }
      let entries = try guest.entries(a)
      for entry in entries where entry.name != ".." {
        let status = try guest.status(entry.name, in: a)
        #expect(status.inode == entry.inode && status.type == entry.type)
      }
      // From any place, also backwards.
      for index in [300, 5, 503, 200] {
        #expect(try guest.entries(a, from: entries[index].cookie).map(\.name) == entries[(index + 1)...].map(\.name))
      }
      #expect(try guest.entries(a, from: entries[503].cookie).isEmpty)
      #expect(try guest.call("fd_readdir", 0, UInt64(Guest.buffer), 100, 0, UInt64(Guest.result)) == .notdir)
    }
  }

  @Test(arguments: TestFiles.combinations) func filesCanBeRemovedWhileTheyAreListed(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.createDirectory("a")
      let a = try guest.openDirectory("a")
      for number in 0..<300 { try guest.create("\(number)", in: a) }
      var cookie: UInt64 = 0
      var seen: Set<String> = []
      while true {
        try guest.check(guest.call("fd_readdir", UInt64(a), UInt64(Guest.buffer), 60, cookie, UInt64(Guest.result)))
        guard guest.u32(Guest.result) >= 24 else { break }
        cookie = guest.u64(Guest.buffer)
        let name = String(decoding: guest.memory.read(at: Guest.buffer + 24, count: Int(guest.u32(Guest.buffer + 16))) ?? [], as: UTF8.self)
        if name != "." && name != ".." {
          #expect(seen.insert(name).inserted)
          try guest.unlink(name, in: a)
        }
      }
      #expect(seen.count == 300)
      try guest.removeDirectory("a")
    }
  }

  @Test(arguments: TestFiles.combinations) func setsTimes(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      try guest.create("file")
      try guest.symlink("link", to: "file")
      let (path, count) = guest.put("link")
      #expect(try guest.call("path_filestat_set_times", 3, 1, path, count, 1_000_000_007, 2_000_000_000, 0b101) == .success)
      #expect(try guest.status("file").accessTime == 1_000_000_007)
      #expect(try guest.status("file").modificationTime == 2_000_000_000)
      #expect(try guest.status("link").modificationTime > 2_000_000_000)
      #expect(try guest.call("path_filestat_set_times", 3, 1, path, count, 0, 0, 0b11) == .inval)
      let file = try guest.open("file", rights: [.fdFilestatSetTimes, .fdFilestatGet])
      #expect(try guest.call("fd_filestat_set_times", UInt64(file), 0, 3_000_000_000, 0b100) == .success)
      #expect(try guest.status(file).accessTime == 1_000_000_007)
      #expect(try guest.status(file).modificationTime == 3_000_000_000)
      #expect(try guest.call("fd_filestat_set_times", UInt64(file), 0, 0, 0b1000) == .success)
      #expect(try guest.status(file).modificationTime > 1_000_000_000_000_000_000)
    }
  }

  @Test(arguments: TestFiles.combinations) func namesAreBytes(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      // One letter in two spellings, which Swift's strings hold for equal.
      try guest.create("\u{E9}", "composed")
      try guest.create("e\u{301}", "decomposed")
      #expect(try guest.contents("\u{E9}") == "composed")
      #expect(try guest.contents("e\u{301}") == "decomposed")
      #expect(try guest.names(".").count == 2)
    }
  }

  @Test(arguments: TestFiles.combinations) func scattersAndGathers(_ combination: TestFiles.Combination) throws {
    try with(combination) { guest in
      let file = try guest.open("file", creates: true)
      // More pieces than one call takes; some are empty.
      let count = 3000
      for index in 0..<count {
        guest.memory.store(UInt32(Guest.buffer + index), at: Guest.vectors + index * 8)
        guest.memory.store(UInt32(index % 3 == 0 ? 0 : 1), at: Guest.vectors + index * 8 + 4)
        guest.memory.store(UInt8(index & 0xFF), at: Guest.buffer + index)
      }
      #expect(try guest.call("fd_write", UInt64(file), UInt64(Guest.vectors), UInt64(count), UInt64(Guest.result)) == .success)
      let written = Int(guest.u32(Guest.result))
      #expect(written > 0 && written <= 2000)
      let expected = (0..<count).filter { $0 % 3 != 0 }.prefix(written).map { UInt8($0 & 0xFF) }
      #expect(try guest.read(file, at: 0) == expected)
      #expect(try guest.call("fd_write", UInt64(file), UInt64(Guest.vectors), 0, UInt64(Guest.result)) == .success)
      #expect(guest.u32(Guest.result) == 0)
    }
  }
}
