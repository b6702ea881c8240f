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
      #expect(try guest.everyWay(path) == [.perm], "\(path)")
    }
  }

  @Test(arguments: Engine.tested) func upwards(engine: Engine) throws {
    let cage = try Cage()
    let guest = try Guest(engine, cage.fileSystem())
    try guest.createDirectory("a")
    try guest.createDirectory("a/b")
    for path in ["../secret", "a/../../secret", "./../secret", "a/b/../../../secret", "a/b/../../../inside/../secret", "../inside/a", "a/./..//../x"] {
      #expect(try guest.everyWay(path) == [.perm], "\(path)")
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
    #expect(try guest.everyWay(deep + up + "../secret") == [.perm])
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
    if combination.kind == .host {
      #expect(try code { try guest.symlink("up", to: "../../../../etc/passwd") } == .perm)
    } else {
      try guest.symlink("up", to: "../../../../etc/passwd")
      #expect(try code { _ = try guest.contents("up") } == .perm)
    }
    #expect(try code { try guest.symlink("../link", to: "x") } == .perm)
    #expect(try code { try guest.symlink("link", to: "") } == .noent)
  }
}

extension Guest {
  /// The errors of reading, writing, making and looking at `path`.
  func everyWay(_ path: String) throws -> Set<Errno> {
    Set([
      try code { _ = try openForReading(path) }, try code { try create(path) }, try code { _ = try status(path) },
      try code { try createDirectory(path) }, try code { try unlink(path) }, try code { try removeDirectory(path) },
      try code { _ = try readlink(path) }, try code { try symlink(path, to: "x") }, try code { try rename(path, "x") },
      try code { try link(path, "x") },
    ])
  }
}
