import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Trees as deep as a guest can make them. Nothing that the host does with them is recursive.
@Suite("Deep trees")
struct DepthTests {
  private static func deep(_ files: any FileSystem, levels: Int, isComb: Bool = false) throws {
    var directory = try files.openRoot()
    for _ in 0..<levels {
      if isComb { try directory.createDirectory(try FileName("a")) }
      try directory.createDirectory(try FileName("d"))
      directory = try directory.openDirectory(try FileName("d"))
    }
    try directory.createSymbolicLink(try FileName("link"), target: "x")
  }

  private static func depth(_ files: any FileSystem) throws -> Int {
    var directory = try files.openRoot()
    var depth = 0
    while let next = try? directory.openDirectory(FileName("d")) {
      directory = next
      depth += 1
    }
    #expect(try directory.readSymbolicLink(try FileName("link")) == "x")
    return depth
  }

  @Test(arguments: [false, true]) func copiesInMemory(isComb: Bool) throws {
    let levels = isComb ? 49_000 : 99_000
    let (files, copy) = (MemoryFileSystem(), MemoryFileSystem())
    try Self.deep(files, levels: levels, isComb: isComb)
    try copy.copyContents(of: files)
    #expect(try Self.depth(copy) == levels)
    #expect(throws: Errno.nametoolong) { try FileArchive(of: files) }
    try copy.removeContents()
    #expect(try copy.openRoot().allNames().isEmpty)
  }

  /// More levels than a process may have descriptors.
  @Test(arguments: [false, true]) func foldersOfTheHost(isComb: Bool) throws {
    let cage = try Cage()
    let (files, copy) = (try cage.fileSystem(), MemoryFileSystem())
    let levels = isComb ? 3_000 : 20_000
    try Self.deep(files, levels: levels, isComb: isComb)
    try copy.copyContents(of: files)
    #expect(try Self.depth(copy) == levels)
    #expect(throws: Errno.nametoolong) { try FileArchive(of: files) }
    try files.removeContents()
    #expect(try files.openRoot().allNames().isEmpty)
    try files.copyContents(of: copy)
    #expect(try Self.depth(files) == levels)
    try files.removeContents()
  }

  @Test func archivesOfWideAndDeepFolders() throws {
    let cage = try Cage()
    let files = try cage.fileSystem()
    for a in 0..<40 { for b in 0..<40 { try files.createDirectory("\(a)/\(b)/x/y") } }
    let deep = String(repeating: "d/", count: 1_500)
    try files.createDirectory(ByteString(deep))
    try files.writeFile(ByteString(deep + "file"), [7])
    let archive = try FileArchive(of: files)
    #expect(archive.items.count == 40 + 3 * 1600 + 1_501)
    try files.removeContents()
    let copy = MemoryFileSystem()
    try archive.write(to: copy)
    #expect(try copy.readFile(ByteString(deep + "file")) == [7])
    #expect(try FileArchive(of: copy).items.count == archive.items.count)
  }

  /// A chain of links can lead far down and up again. Each level is opened a few times, not as often as there are levels.
  @Test(.timeLimit(.minutes(1)), arguments: Engine.tested) func farDownAndUp(engine: Engine) throws {
    let cage = try Cage()
    let guest = try Guest(engine, cage.fileSystem())
    let (stride, levels) = (1_000, 12_000)
    let (down, up) = (String(repeating: "d/", count: stride) + "down", String(repeating: "../", count: stride) + "up")
    try guest.create("up", "text")
    try guest.symlink("down", to: down)
    var directory: UInt32 = 3
    for level in 1...levels {
      try guest.createDirectory("d", in: directory)
      let next = try guest.openDirectory("d", in: directory)
      if directory != 3 { try guest.close(directory) }
      directory = next
      guard level % stride == 0 else { continue }
      try guest.symlink("down", to: level == levels ? up : down, in: directory)
      if level < levels { try guest.symlink("up", to: up, in: directory) }
    }
    #expect(try guest.contents("down") == "text")
    try cage.fileSystem().removeContents()
  }

  /// Each level of a tree that is shown keeps its path.
  @Test(arguments: Engine.tested) func overlaysOfDeepFolders(engine: Engine) throws {
    let lower = MemoryFileSystem()
    try Self.deep(lower, levels: 5_000)
    let overlay = try OverlayFileSystem(over: lower)
    var directory = try overlay.openRoot()
    var depth = 0
    let error = try code {
      while true {
        directory = try directory.openDirectory(try FileName("d"))
        depth += 1
      }
    }
    #expect(error == .nametoolong && depth == 2048)
    let guest = try Guest(engine, overlay)
    #expect(try code { _ = try guest.openDirectory(String(repeating: "d/", count: 2048)) } == .success)
  }
}
