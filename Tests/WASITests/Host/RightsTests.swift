import EngineTestSupport
import Testing
import WASI
import WasmCore

@Suite("Rights")
struct RightsTests {
  private func rights(_ file: UInt32, _ guest: Guest) throws -> (base: Rights, inheriting: Rights) {
    try guest.check(guest.call("fd_fdstat_get", UInt64(file), UInt64(Guest.result)))
    return (Rights(rawValue: guest.u64(Guest.result + 8)), Rights(rawValue: guest.u64(Guest.result + 16)))
  }

  @Test(arguments: Engine.tested) func areInherited(engine: Engine) throws {
    let guest = try Guest(engine, MemoryFileSystem())
    try guest.createDirectory("a")
    try guest.create("a/file", "text")
    let limited = try guest.open("a", directoryOnly: true, rights: [.pathOpen, .fdReaddir], inheriting: [.fdRead, .fdReaddir])
    #expect(try rights(limited, guest) == ([.pathOpen, .fdReaddir], [.fdRead, .fdReaddir]))
    #expect(try guest.text(try guest.open("file", in: limited, rights: .fdRead, inheriting: [])) == "text")
    #expect(try code { try guest.open("file", in: limited, rights: [.fdRead, .fdWrite], inheriting: []) } == .notcapable)
    #expect(try code { try guest.open("file", in: limited, rights: .fdRead, inheriting: .fdWrite) } == .notcapable)
    #expect(try code { try guest.open("new", in: limited, creates: true, rights: .fdRead, inheriting: []) } == .notcapable)
    #expect(try code { try guest.open("file", in: limited, truncates: true, rights: .fdRead, inheriting: []) } == .notcapable)
    for error in [
      try code { try guest.createDirectory("x", in: limited) }, try code { try guest.unlink("file", in: limited) },
      try code { try guest.removeDirectory("x", in: limited) }, try code { _ = try guest.status("file", in: limited) },
      try code { try guest.symlink("x", to: "y", in: limited) }, try code { _ = try guest.readlink("x", in: limited) },
      try code { try guest.rename("file", "x", from: limited) }, try code { try guest.rename("a/file", "x", to: limited) },
      try code { try guest.link("file", "x", from: limited) }, try code { try guest.link("a/file", "x", to: limited) },
    ] { #expect(error == .notcapable) }
  }

  @Test(arguments: Engine.tested) func areNeeded(engine: Engine) throws {
    let guest = try Guest(engine, MemoryFileSystem())
    try guest.create("file", "text")
    let none = UInt64(try guest.open("file", rights: [], inheriting: []))
    let (vectors, result) = (UInt64(Guest.vectors), UInt64(Guest.result))
    for error in [
      try guest.call("fd_read", none, vectors, 0, result), try guest.call("fd_write", none, vectors, 0, result),
      try guest.call("fd_pread", none, vectors, 0, 0, result), try guest.call("fd_pwrite", none, vectors, 0, 0, result),
      try guest.call("fd_seek", none, 0, 0, result), try guest.call("fd_tell", none, result), try guest.call("fd_sync", none),
      try guest.call("fd_datasync", none), try guest.call("fd_advise", none, 0, 0, 0), try guest.call("fd_allocate", none, 0, 1),
      try guest.call("fd_filestat_get", none, result), try guest.call("fd_filestat_set_size", none, 0),
      try guest.call("fd_filestat_set_times", none, 0, 0, 0), try guest.call("fd_fdstat_set_flags", none, 0),
    ] { #expect(error == .notcapable) }
  }

  @Test(arguments: Engine.tested) func canOnlyBeGivenUp(engine: Engine) throws {
    let guest = try Guest(engine, MemoryFileSystem())
    let file = try guest.open("file", creates: true, rights: [.fdRead, .fdWrite], inheriting: [])
    #expect(try guest.call("fd_fdstat_set_rights", UInt64(file), Rights([.fdRead, .fdWrite, .fdSeek]).rawValue, 0) == .notcapable)
    #expect(try guest.call("fd_fdstat_set_rights", UInt64(file), Rights.fdRead.rawValue, 0) == .success)
    #expect(try code { try guest.write("x", to: file) } == .notcapable)
    #expect(try guest.call("fd_fdstat_set_rights", UInt64(file), Rights([.fdRead, .fdWrite]).rawValue, 0) == .notcapable)
    #expect(try guest.read(file) == [])
  }
}
