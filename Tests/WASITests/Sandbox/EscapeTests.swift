import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Ways out of a mounted folder of the host, each with the error that it has to end in.
@Suite("Sandbox")
struct EscapeTests {
  @Test(arguments: Engine.tested) func absolutePaths(engine: Engine) throws {
    let cage = try Cage()
    let guest = try Guest(engine, cage.fileSystem())
    for path in ["/etc/passwd", "/", "//etc/passwd", cage.folder.appending(path: "secret").path] {
      #expect(try everyWay(guest, path) == [.perm], "\(path)")
    }
  }

  @Test(arguments: Engine.tested) func upwards(engine: Engine) throws {
    let cage = try Cage()
    let guest = try Guest(engine, cage.fileSystem())
    try guest.createDirectory("a")
    try guest.createDirectory("a/b")
    for path in ["../secret", "a/../../secret", "./../secret", "a/b/../../../secret", "a/b/../../../inside/../secret", "../inside/a", "a/./..//../x"] {
      #expect(try everyWay(guest, path) == [.perm], "\(path)")
    }
    for path in ["..", "a/../..", "../", "../."] { #expect(try code { try guest.open(path, rights: .fdReaddir) } == .perm, "\(path)") }
    // Deeper than the walk keeps directories open.
    var deep = ""
    for _ in 0..<40 {
      deep += "d/"
      try guest.createDirectory(deep)
    }
    let up = String(repeating: "../", count: 40)
    try guest.create("file", "home")
    #expect(try guest.contents(deep + up + "file") == "home")
    #expect(try everyWay(guest, deep + up + "../secret") == [.perm])
  }

  @Test(arguments: Engine.tested) func plantedLinks(engine: Engine) throws {
    let cage = try Cage()
    try cage.plant("absolute", to: "/etc/passwd")
    try cage.plant("relative", to: "../secret")
    try cage.plant("parent", to: "..")
    try cage.plant("root", to: "/")
    try cage.plant("chain", to: "parent/secret")
    try cage.plant("hidden", to: "./x/../../secret")
    try FileManager.default.createDirectory(at: cage.inside.appending(path: "x"), withIntermediateDirectories: true)
    let guest = try Guest(engine, cage.fileSystem())
    for path in ["absolute", "relative", "chain", "hidden", "parent/secret", "parent/inside/x", "root/etc/passwd", "x/../relative"] {
      #expect(try code { _ = try guest.contents(path) } == .perm, "\(path)")
      #expect(try code { try guest.create(path) } == .perm, "\(path)")
      #expect(try code { _ = try guest.status(path, follows: true) } == .perm, "\(path)")
    }
    for path in ["parent", "root", "parent/", "root/."] { #expect(try code { try guest.open(path, rights: .fdReaddir) } == .perm, "\(path)") }
    #expect(try code { try guest.createDirectory("parent/new") } == .perm)
    #expect(try code { try guest.rename("parent/secret", "stolen") } == .perm)
    #expect(try code { try guest.link("parent/secret", "stolen") } == .perm)
    #expect(try code { try guest.unlink("parent/secret") } == .perm)
    // A link itself may be looked at, named a second time and removed, without touching what it names.
    #expect(try guest.readlink("relative") == "../secret")
    try guest.link("relative", "second")
    #expect(try guest.status("second").type == .symbolicLink)
    try guest.unlink("relative")
    #expect(try String(contentsOf: cage.folder.appending(path: "secret"), encoding: .utf8) == Cage.secret)
  }

  @Test(arguments: TestFiles.combinations) func linksOfTheGuest(_ combination: TestFiles.Combination) throws {
    let files = try TestFiles(combination.kind)
    let guest = try Guest(combination.engine, files.fileSystem)
    #expect(try code { try guest.symlink("link", to: "/etc/passwd") } == .perm)
    try guest.symlink("up", to: "../../../../etc/passwd")
    #expect(try code { _ = try guest.contents("up") } == .perm)
    #expect(try code { try guest.symlink("../link", to: "x") } == .perm)
    #expect(try code { try guest.symlink("link", to: "") } == .noent)
  }

  @Test(arguments: Engine.tested) func linksBetweenMounts(engine: Engine) throws {
    let cage = try Cage()
    try FileManager.default.createDirectory(at: cage.inside.appending(path: "folder"), withIntermediateDirectories: true)
    try "fixed".write(to: cage.inside.appending(path: "file"), atomically: false, encoding: .utf8)
    var configuration = WASIConfiguration()
    // The same folder twice: the only thing that keeps it from being written to is the mount.
    configuration.mounts = [.init(try cage.fileSystem(isReadOnly: true), at: "/fixed"), .init(try cage.fileSystem(), at: "/free")]
    configuration.mounts.append(.init(MemoryFileSystem(), at: "/memory"))
    let guest = try Guest(engine, configuration)
    #expect(try code { try guest.link("file", "new", from: 3, to: 4) } == .rofs)
    #expect(try code { try guest.rename("file", "new", from: 3, to: 4) } == .rofs)
    for target in [UInt32(3), 5] {
      #expect(try code { try guest.link("file", "new", from: 4, to: target) } == .xdev)
      #expect(try code { try guest.rename("file", "new", from: 4, to: target) } == .xdev)
    }
    #expect(try guest.contents("file", in: 3) == "fixed")
  }

  @Test(arguments: Engine.tested) func readOnlyMounts(engine: Engine) throws {
    let cage = try Cage()
    try FileManager.default.createDirectory(at: cage.inside.appending(path: "folder"), withIntermediateDirectories: true)
    try "fixed".write(to: cage.inside.appending(path: "file"), atomically: false, encoding: .utf8)
    let guest = try Guest(engine, cage.fileSystem(isReadOnly: true))
    #expect(try guest.contents("file") == "fixed")
    #expect(try code { try guest.open("file") } == .rofs)
    #expect(try code { try guest.open("file", truncates: true, rights: .fdRead) } == .rofs)
    #expect(try code { try guest.open("new", creates: true) } == .rofs)
    #expect(try code { try guest.open("new", creates: true, rights: .fdRead) } == .rofs)
    #expect(try code { try guest.open("file", creates: true, exclusive: true, rights: .fdRead) } == .exist)
    try guest.close(try guest.open("file", creates: true, rights: .fdRead))
    #expect(try code { try guest.createDirectory("new") } == .rofs)
    #expect(try code { try guest.removeDirectory("folder") } == .rofs)
    #expect(try code { try guest.unlink("file") } == .rofs)
    #expect(try code { try guest.symlink("link", to: "file") } == .rofs)
    #expect(try code { try guest.link("file", "new") } == .rofs)
    #expect(try code { try guest.rename("file", "new") } == .rofs)
    let (path, count) = guest.put("file")
    #expect(try guest.call("path_filestat_set_times", 3, 0, path, count, 0, 0, 1) == .rofs)
    let file = try guest.open("file", rights: [.fdRead, .fdFilestatSetTimes])
    #expect(try guest.call("fd_filestat_set_times", UInt64(file), 0, 0, 1) == .rofs)
    #expect(try FileManager.default.contentsOfDirectory(atPath: cage.inside.path).sorted() == ["file", "folder"])
  }

  @Test(arguments: Engine.tested) func devicesAndPipes(engine: Engine) throws {
    let cage = try Cage()
    #expect(mkfifo(cage.inside.appending(path: "pipe").path, 0o600) == 0)
    let guest = try Guest(engine, cage.fileSystem())
    // Opening a pipe would wait for its other end.
    #expect(try code { _ = try guest.openForReading("pipe") } == .acces)
    #expect(try code { try guest.open("pipe", rights: .fdWrite) } == .acces)
    let devices = try Guest(engine, try HostFileSystem(path: "/dev"))
    for name in ["null", "zero", "tty"] where FileManager.default.fileExists(atPath: "/dev/\(name)") {
      #expect(try code { _ = try devices.openForReading(name) } == .acces, "\(name)")
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/root"), "there is no /proc here"), arguments: Engine.tested)
  func magicLinks(engine: Engine) throws {
    let guest = try Guest(engine, try HostFileSystem(path: "/proc", isReadOnly: true))
    // Following these is no walk along a path: the system jumps.
    for path in ["self/root/etc/passwd", "self/cwd/x", "self/exe", "self/root", "thread-self/root/etc"] {
      #expect(try code { _ = try guest.openForReading(path) } == .perm, "\(path)")
    }
  }

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
      #expect(try everyWay(guest, path) == [.perm], "\(path.utf8.map { $0 })")
    }
    try guest.symlink("q\(mark)", to: "../../../../etc")
    #expect(try code { _ = try guest.openForReading("q\(mark)/passwd") } == .perm)
    try guest.symlink("r", to: "../\(mark)/..")
    #expect(try code { _ = try guest.openForReading("r") } == .perm)
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

  /// The errors of reading, writing, making and looking at `path`.
  private func everyWay(_ guest: Guest, _ path: String) throws -> Set<Errno> {
    Set([
      try code { _ = try guest.openForReading(path) }, try code { try guest.create(path) }, try code { _ = try guest.status(path) },
      try code { try guest.createDirectory(path) }, try code { try guest.unlink(path) }, try code { try guest.removeDirectory(path) },
      try code { _ = try guest.readlink(path) }, try code { try guest.symlink(path, to: "x") }, try code { try guest.rename(path, "x") },
      try code { try guest.link(path, "x") },
    ])
  }
}
