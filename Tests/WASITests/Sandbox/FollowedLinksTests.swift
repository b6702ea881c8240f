import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// A folder of the host's own, in which links are what they lead to.
@Suite("Folders with followed links")
struct FollowedLinksTests {
  @Test(arguments: Engine.tested) func linksAreWhatTheyLeadTo(engine: Engine) throws {
    let cage = try Cage()
    let store = cage.folder.appending(path: "store")
    try FileManager.default.createDirectory(at: store.appending(path: "lib"), withIntermediateDirectories: true)
    try "module".write(to: store.appending(path: "lib/module"), atomically: false, encoding: .utf8)
    try cage.plant("lib", to: store.appending(path: "lib").path)
    try cage.plant("file", to: "../secret")
    try cage.plant("dangling", to: "nowhere")
    try cage.plant("ring", to: "ring")
    let guest = try Guest(engine, try SharedFolder(path: cage.inside.path))
    #expect(try guest.contents("file") == Cage.secret)
    #expect(try guest.contents("lib/module") == "module")
    #expect(try guest.names("lib") == ["module"])
    #expect(try guest.status("file").type == .regularFile && guest.status("lib").type == .directory)
    let types = Dictionary(uniqueKeysWithValues: try guest.entries(try guest.openDirectory(".")).map { ($0.name, $0.type) })
    #expect(types["file"] == .regularFile && types["lib"] == .directory && types["dangling"] == .unknown)
    #expect(try code { _ = try guest.readlink("file") } == .inval)
    #expect(try code { _ = try guest.contents("dangling") } == .noent)
    #expect(try code { _ = try guest.contents("ring") } == .loop)
    // Upwards there is nothing, as ever, and nothing can be changed.
    #expect(try code { _ = try guest.contents("lib/../../secret") } == .perm)
    #expect(try code { _ = try guest.contents("lib/../file") } == .success)
    #expect(try code { try guest.create("file") } == .rofs)
    #expect(try code { try guest.create("lib/new") } == .rofs)
    #expect(try code { try guest.unlink("file") } == .rofs)
  }
}
