import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Symbolic links of a guest in a folder of the host: programs of the host that follow them stay in the folder.
@Suite("Links in folders of the host")
struct LinkTests {
  private static let outward = [
    "..", "../secret", "./../secret", "../inside/a", "../../etc/passwd", "a/../x", "a/../../x", "x/..", "./x/./../y", "a/../a/x", "../\u{301}", "..//x",
  ]

  @Test(arguments: Engine.tested) func outwardTargetsAreRefused(engine: Engine) throws {
    let cage = try Cage()
    let guest = try Guest(engine, cage.fileSystem())
    try guest.createDirectory("a")
    for target in Self.outward {
      #expect(try code { try guest.symlink("link", to: target) } == .perm, "\(target)")
      #expect(try code { try guest.symlink("a/link", to: "../\(target)") } == .perm, "\(target)")
    }
    #expect(try guest.names(".") == ["a"])
  }

  @Test(arguments: Engine.tested) func linksInsideWork(engine: Engine) throws {
    let cage = try Cage()
    let guest = try Guest(engine, cage.fileSystem())
    for path in ["a", "a/b", "a/b/c"] { try guest.createDirectory(path) }
    try guest.create("file", "text")
    for (link, target) in [
      ("l", "file"), ("m", "./file"), ("a/l", "../file"), ("a/b/l", ".././../file"), ("a/b/c/l", "../../../file"),
      ("d", "..file"), ("e", ".../x"), ("dangling", "nowhere/at/all"),
    ] {
      try guest.symlink(link, to: target)
      #expect(try guest.readlink(link) == target)
    }
    for link in ["l", "m", "a/l", "a/b/l", "a/b/c/l"] { #expect(try guest.contents(link) == "text") }
  }

  /// A link that leads inside where it is may lead outside from where it comes to.
  @Test(arguments: Engine.tested) func movedLinks(engine: Engine) throws {
    let cage = try Cage()
    let guest = try Guest(engine, cage.fileSystem())
    for path in ["a", "a/b", "a/b/c"] { try guest.createDirectory(path) }
    try guest.symlink("a/b/link", to: "../../secret")
    #expect(try code { try guest.rename("a/b/link", "link") } == .perm)
    #expect(try code { try guest.rename("a/b/link", "a/link") } == .perm)
    #expect(try code { try guest.link("a/b/link", "a/link") } == .perm)
    #expect(try code { try guest.rename("a/b", "b") } == .perm)
    #expect(try guest.names(".") == ["a"])
    #expect(try guest.names("a") == ["b"])
    try guest.rename("a/b/link", "a/b/other")
    try guest.rename("a/b/other", "a/b/c/link")
    try guest.link("a/b/c/link", "a/b/link")
    try guest.rename("a", "z")
    try guest.createDirectory("y")
    #expect(try code { try guest.rename("z/b/c", "c") } == .perm)
    try guest.rename("z/b", "y/b")
    try guest.unlink("y/b/link")
    // From below `c` the link needs two levels above it, and has them in `y` only.
    try guest.rename("y/b/c", "y/c")
    #expect(try code { try guest.rename("y/c", "c") } == .perm)
    try guest.unlink("y/c/link")
    try guest.rename("y/c", "c")
  }

  /// The other files that can be renamed, and those of other people, still can.
  @Test(arguments: Engine.tested) func othersLinks(engine: Engine) throws {
    let cage = try Cage()
    try FileManager.default.createDirectory(at: cage.inside.appending(path: "a/b"), withIntermediateDirectories: true)
    try cage.plant("a/b/absolute", to: "/etc")
    let guest = try Guest(engine, cage.fileSystem())
    try guest.rename("a/b", "b")
    #expect(try guest.readlink("b/absolute") == "/etc")
    try guest.create("file")
    try guest.rename("file", "b/file")
    #expect(try code { try guest.rename("nothing", "b/file") } == .noent)
  }

  @Test(arguments: Engine.tested) func whatIsTooMuchToLookAtIsCopied(engine: Engine) throws {
    let cage = try Cage()
    let many = cage.inside.appending(path: "a/many")
    try FileManager.default.createDirectory(at: many, withIntermediateDirectories: true)
    for number in 0...10_000 { close(open(many.path + "/\(number)", O_CREAT | O_WRONLY, 0o600)) }
    let guest = try Guest(engine, cage.fileSystem())
    #expect(try code { try guest.rename("a/many", "many") } == .xdev)
    try guest.createDirectory("b")
    try guest.rename("a/many", "b/many")
    try guest.unlink("b/many/0")
    try guest.unlink("b/many/1")
    try guest.rename("b/many", "many")
  }

  /// What a program of the host copies into a folder has the same rule.
  @Test func copiesOfTheHost() throws {
    let cage = try Cage()
    let memory = MemoryFileSystem()
    try memory.createDirectory("a")
    try memory.openRoot().createSymbolicLink(FileName("link"), target: "a/file")
    try memory.writeFile("a/file", [1])
    let files = try cage.fileSystem()
    try files.copyContents(of: memory)
    #expect(try files.readFile("link") == [1])
    try files.removeContents()
    try FileArchive(of: memory).write(to: files)
    #expect(try files.readFile("link") == [1])
    let outward = MemoryFileSystem()
    try outward.openRoot().createSymbolicLink(FileName("link"), target: "../secret")
    #expect(throws: Errno.perm) { try files.copyContents(of: outward) }
    #expect(throws: Errno.perm) { try FileArchive(of: outward).write(to: files) }
  }

  /// Two guests in one folder: one makes and moves links, the other moves the directories that they are in.
  @Test(arguments: Engine.tested) func movesAtTheSameTime(engine: Engine) throws {
    let cage = try Cage()
    let (guest, other) = (try Guest(engine, cage.fileSystem()), try Guest(engine, cage.fileSystem()))
    for path in ["a", "a/b"] { try guest.createDirectory(path) }
    nonisolated(unsafe) let mover = other
    let finished = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      for _ in 0..<20_000 {
        try? mover.rename("a/b", "b")
        try? mover.rename("b", "a/b")
      }
      finished.signal()
    }
    var outside = 0
    for _ in 0..<20_000 {
      try? guest.symlink("a/b/link", to: "../../secret")
      if FileManager.default.contents(atPath: cage.inside.path + "/b/link") != nil { outside += 1 }
      try? guest.unlink("a/b/link")
      try? guest.unlink("b/link")
    }
    finished.wait()
    #expect(outside == 0)
  }
}
