import EngineTestSupport
import Foundation
import Synchronization
import Testing
import WASI
import WasmCore

/// Trees that change while a guest walks through them. `make fuzz-races` does this for longer.
@Suite("Sandbox races", .serialized)
struct RaceTests {
  /// How often each path is opened meanwhile. BOOMSLANG_RACE_OPENS: for all tests together.
  private static let opens = (ProcessInfo.processInfo.environment["BOOMSLANG_RACE_OPENS"].flatMap(Int.init) ?? 80_000) / 4

  /// Does `change` over and over on a thread of its own while `body` runs.
  private func while_(_ change: @escaping @Sendable () -> Void, _ body: () throws -> Void) rethrows {
    let isDone = Mutex(false)
    let box = Box(isDone: isDone)
    let finished = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      while !box.isDone.withLock({ $0 }) { change() }
      finished.signal()
    }
    defer {
      box.isDone.withLock { $0 = true }
      finished.wait()
    }
    try body()
  }

  private final class Box: Sendable {
    let isDone: Mutex<Bool>
    init(isDone: consuming Mutex<Bool>) { self.isDone = isDone }
  }

  @Test(arguments: Engine.tested) func aDirectoryBecomesALink(engine: Engine) throws {
    let cage = try Cage()
    let inside = cage.inside.path
    mkdir(inside + "/real", 0o700)
    try "public".write(toFile: inside + "/real/secret", atomically: false, encoding: .utf8)
    symlink("..", inside + "/link")
    let guest = try Guest(engine, cage.fileSystem())
    var seen: [Errno: Int] = [:]
    try while_({
      rename(inside + "/real", inside + "/way")
      rename(inside + "/way", inside + "/real")
      rename(inside + "/link", inside + "/way")
      rename(inside + "/way", inside + "/link")
    }) {
      for _ in 0..<Self.opens {
        var text = "public"
        seen[try code { text = try guest.contents("way/secret") }, default: 0] += 1
        #expect(text == "public")
      }
    }
    // Nothing else can come out, whatever was in the way at that moment.
    #expect(Set(seen.keys).isSubset(of: [.success, .noent, .perm, .notdir]), "\(seen)")
    #expect(seen.values.reduce(0, +) == Self.opens)
  }

  @Test(arguments: Engine.tested) func aDirectoryMovesUpDuringTheWalk(engine: Engine) throws {
    let cage = try Cage()
    let inside = cage.inside.path
    try FileManager.default.createDirectory(atPath: inside + "/a/b/c", withIntermediateDirectories: true)
    let guest = try Guest(engine, cage.fileSystem())
    // With `..` as the system does it, from c when it lies directly inside, three steps up would be outside.
    let path = "a/b/c/../../../secret"
    var seen: Set<Errno> = []
    try while_({
      rename(inside + "/a/b/c", inside + "/c")
      rename(inside + "/c", inside + "/a/b/c")
    }) {
      for _ in 0..<Self.opens { seen.insert(try code { _ = try guest.contents(path) }) }
    }
    #expect(seen.isSubset(of: [.noent]), "\(seen)")
  }

  @Test(arguments: Engine.tested) func aFileBecomesALink(engine: Engine) throws {
    let cage = try Cage()
    let inside = cage.inside.path
    try "public".write(toFile: inside + "/plain", atomically: false, encoding: .utf8)
    symlink("../secret", inside + "/link")
    let guest = try Guest(engine, cage.fileSystem())
    var seen: Set<Errno> = []
    try while_({
      rename(inside + "/plain", inside + "/name")
      rename(inside + "/name", inside + "/plain")
      rename(inside + "/link", inside + "/name")
      rename(inside + "/name", inside + "/link")
    }) {
      for _ in 0..<Self.opens {
        var text = "public"
        seen.insert(try code { text = try guest.contents("name") })
        #expect(text == "public")
      }
      for _ in 0..<Self.opens {
        seen.insert(
          try code {
            let file = try guest.open("name", rights: .fdWrite)
            _ = try? guest.write(Array("public".utf8), to: file, at: 0)
            try guest.close(file)
          })
      }
    }
    // ELOOP is the end of a walk that finds a link each time it opens, and none each time it reads: as often as renaming
    // and walking keep step.
    #expect(seen.isSubset(of: [.success, .noent, .perm, .loop]), "\(seen)")
    #expect(try String(contentsOf: cage.folder.appending(path: "secret"), encoding: .utf8) == Cage.secret)
  }
}
