import CommandTestSupport
import Foundation
import Testing

@Suite("boomslang snapshot and bench", .needsGuest)
struct SnapshotTests {
  @Test func theSameGuestGivesTheSameImage() throws {
    let module = try Command.guestFolder().appendingPathComponent("boomslang.wasm").path
    try Temporary.folder { folder in
      let images = try ["interpreter", "auto"].map { engine in
        let image = folder.appendingPathComponent(engine)
        let outcome = try Command.run(["snapshot", "--engine", engine, module, image.path])
        #expect(outcome.code == 0 && outcome.errors.isEmpty && outcome.output.isEmpty, "\(outcome)")
        return try Data(contentsOf: image)
      }
      #expect(images[0] == images[1] && images[0].count > 10_000_000)
    }
  }

  @Test func aModuleThatGoesOn() throws {
    let module = try Command.guestFolder().appendingPathComponent("boomslang.wasm").path
    try Temporary.folder { folder in
      let path = folder.appendingPathComponent("snapshot.wasm").path
      #expect(try Command.run(["snapshot", "--module", path, module, folder.appendingPathComponent("image").path]).code == 0)
      let outcome = try Command.run(["wasm", "--check", path])
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count > 10_000_000)
    }
  }

  /// A guest in which Python does not start is no guest.
  @Test func failures() throws {
    let guest = try Command.guestFolder()
    try Temporary.folder { folder in
      for name in ["boomslang.wasm", "guest.json"] {
        try FileManager.default.copyItem(at: guest.appendingPathComponent(name), to: folder.appendingPathComponent(name))
      }
      try FileManager.default.createDirectory(at: folder.appendingPathComponent("usr"), withIntermediateDirectories: true)
      let image = folder.appendingPathComponent("golden.image")
      let outcome = try Command.run(["snapshot", folder.appendingPathComponent("boomslang.wasm").path, image.path])
      #expect(outcome.code == 1 && outcome.errors.contains("encodings"), "\(outcome)")
      #expect(!FileManager.default.fileExists(atPath: image.path))
      // An image that was made with another list of modules is refused, and so is a damaged one.
      try FileManager.default.copyItem(at: guest.appendingPathComponent("golden.image"), to: image)
      let other = try Command.run(["run", "--guest", folder.path, "-c", "1"])
      #expect(other.code == 1 && other.errors.contains("another list of modules"), "\(other)")
      try Data("no image".utf8).write(to: image)
      let damaged = try Command.run(["run", "--guest", folder.path, "-c", "1"])
      #expect(damaged.code == 1 && damaged.errors.contains("golden.image"), "\(damaged)")
    }
    for arguments in [["snapshot"], ["snapshot", "a"], ["snapshot", "a.wasm", "b"], ["bench"], ["bench", "everything"], ["bench", "instances", "--count", "0"]] {
      #expect(try Command.run(arguments).code == 2, "\(arguments)")
    }
  }

  @Test func figures() throws {
    let outcome = try Command.run(["bench", "instances", "--count", "3", "--live", "3", "--json"])
    let figures = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any], "\(outcome)")
    let times = try #require(figures["microseconds"] as? [String: [String: Double]])
    for name in ["mmap floor", "create", "hello, fresh", "reset", "fork", "save", "load"] {
      let p50 = try #require(times[name]?["p50"]), p99 = try #require(times[name]?["p99"])
      #expect(p50 > 0 && p99 >= p50)
    }
    #expect(try Command.run(["bench", "instances", "--count", "3", "--live", "3"]).output.contains("create"))
    let files = try Command.run(["bench", "files", "--count", "3", "--files", "300"]).output
    for name in ["make files", "freeze", "create", "fork", "reset, changed"] { #expect(files.contains(name), "\(files)") }
  }
}
