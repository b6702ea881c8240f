import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Everything that a guest can make counts, so that nothing of it grows without bound.
@Suite("Quotas")
struct QuotaTests {
  static let limits = MemoryFileSystem.Limits(byteCount: 1 << 20, nodeCount: 10_000)

  private enum Shape: String, CaseIterable, Sendable {
    case files, directories, links, names, times
  }

  /// Makes things of one shape until there is no room.
  @Test(arguments: Engine.tested, Shape.allCases) private func shapes(engine: Engine, shape: Shape) throws {
    let files = MemoryFileSystem(limits: Self.limits)
    let guest = try Guest(engine, files)
    try guest.create("one")
    var made = 0
    let error = try code {
      while made < 100_000 {
        let name = String(repeating: "n", count: 200) + "\(made)"
        switch shape {
        case .files: try guest.create(name)
        case .directories: try guest.createDirectory(name)
        case .links: try guest.symlink(name, to: name)
        case .names: try guest.link("one", name)
        case .times:
          try guest.create(name, "x")
          try guest.rename(name, name + "y")
        }
        made += 1
      }
    }
    #expect(error == .nospc && made < 3_000)
    #expect(files.usedByteCount <= Self.limits.byteCount)
  }

  /// What is gone in an overlay has to be remembered.
  @Test(arguments: Engine.tested, [false, true]) func removedNamesOfAnOverlay(engine: Engine, renames: Bool) throws {
    let lower = MemoryFileSystem()
    for number in 0..<5_000 { try lower.writeFile(ByteString("\(number)"), []) }
    let overlay = try OverlayFileSystem(over: lower, limits: Self.limits)
    let guest = try Guest(engine, overlay)
    var removed = 0
    let error = try code {
      while removed < 5_000 {
        if renames { try guest.rename("\(removed)", "same") } else { try guest.unlink("\(removed)") }
        removed += 1
      }
    }
    #expect(error == .nospc && removed < 4_200, "\(removed)")
    #expect(overlay.usedByteCount <= Self.limits.byteCount)
    // What could not be removed is still there, and nothing else is.
    #expect(try guest.status("\(removed)").type == .regularFile)
    #expect(try guest.names(".").count == 5_000 - removed + (renames ? 1 : 0))
  }

  /// What is gone together with its directory need not be remembered.
  @Test(arguments: Engine.tested) func removedDirectoriesGiveBackTheirNames(engine: Engine) throws {
    let lower = MemoryFileSystem()
    for number in 0..<100 { try lower.createDirectory(ByteString("folder/\(number)")) }
    let overlay = try OverlayFileSystem(over: lower, limits: Self.limits)
    let guest = try Guest(engine, overlay)
    let used = overlay.usedByteCount
    for number in 0..<100 { try guest.removeDirectory("folder/\(number)") }
    let most = overlay.usedByteCount
    try guest.removeDirectory("folder")
    #expect(overlay.usedByteCount > used && (overlay.usedByteCount - used) * 50 < most - used)
    try guest.createDirectory("folder")
    #expect(try guest.names("folder").isEmpty)
  }

  /// A name that is made and removed over and over takes no more than the first time.
  @Test(arguments: Engine.tested) func removedNamesAreRememberedOnce(engine: Engine) throws {
    let lower = MemoryFileSystem()
    try lower.writeFile("file", [1])
    let overlay = try OverlayFileSystem(over: lower, limits: Self.limits)
    let guest = try Guest(engine, overlay)
    try guest.unlink("file")
    let used = overlay.usedByteCount
    for _ in 0..<10_000 {
      try guest.create("file", "new")
      try guest.unlink("file")
    }
    #expect(overlay.usedByteCount == used)
    #expect(try code { _ = try guest.contents("file") } == .noent)
  }
}
