import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Ways to change what may only be read.
@Suite("Read-only mounts")
struct ReadOnlyTests {
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


  @Test(arguments: Engine.tested) func throughOpenFiles(engine: Engine) throws {
    let cage = try Cage()
    try "fixed".write(to: cage.inside.appending(path: "file"), atomically: false, encoding: .utf8)
    let guest = try Guest(engine, cage.fileSystem(isReadOnly: true))
    for right in [Rights.fdWrite, .fdFilestatSetSize, .fdAllocate] { #expect(try code { try guest.open("file", rights: [.fdRead, right]) } == .rofs) }
    let file = try guest.openForReading("file")
    #expect(try guest.call("fd_filestat_set_size", UInt64(file), 0) != .success)
    #expect(try guest.call("fd_allocate", UInt64(file), 0, 100) != .success)
    #expect(try code { _ = try guest.write([1], to: file, at: 0) } != .success)
    #expect(try guest.contents("file") == "fixed")
  }
}
