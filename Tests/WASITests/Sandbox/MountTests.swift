import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Mounts beside and inside of each other.
@Suite("Mounts")
struct MountTests {
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


  /// The folder that one mount shows is also inside of another one: each has its own rules.
  @Test(arguments: Engine.tested) func mountsInsideMounts(engine: Engine) throws {
    let cage = try Cage()
    let inner = cage.inside.appending(path: "inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    var configuration = WASIConfiguration()
    configuration.mounts = [
      .init(try cage.fileSystem(), at: "/outer"), .init(try HostFileSystem(path: inner.path, isReadOnly: true), at: "/outer/inner"),
    ]
    let guest = try Guest(engine, configuration)
    for path in ["..", "../secret", "../../secret"] { #expect(try code { try guest.open(path, in: 4, rights: .fdReaddir) } == .perm) }
    #expect(try code { try guest.create("new", in: 4) } == .rofs)
    // Removing and replacing the folder leaves the inner mount where it was.
    try guest.rename("inner", "moved")
    try guest.createDirectory("inner")
    try guest.create("inner/file", "new")
    #expect(try code { _ = try guest.contents("file", in: 4) } == .noent)
    #expect(try code { try guest.open("../secret", in: 4, rights: .fdReaddir) } == .perm)
  }
}
