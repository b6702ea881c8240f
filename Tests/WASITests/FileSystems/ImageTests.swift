import Dispatch
import EngineTestSupport
import Synchronization
import Testing
import WASI
import WasmCore

/// File systems in memory that begin with what others held.
@Suite("Images of files")
struct ImageTests {
  private func files() throws -> MemoryFileSystem {
    let files = MemoryFileSystem()
    try files.createDirectory("a/b")
    try files.writeFile("a/file", Array("old".utf8))
    try files.openRoot().createSymbolicLink(try FileName("link"), target: "a/file")
    return files
  }

  private func text(_ files: MemoryFileSystem, _ path: ByteString) -> String? {
    (try? files.readFile(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func eachHasItsOwnChanges() throws {
    let files = try files()
    let image = files.freeze()
    let (first, second) = (try MemoryFileSystem(image), try MemoryFileSystem(image))
    try files.writeFile("a/file", Array("new".utf8))
    try first.writeFile("a/file", Array("first".utf8))
    try first.openRoot().openDirectory(try FileName("a")).removeDirectory(try FileName("b"))
    #expect(text(files, "link") == "new" && text(first, "link") == "first" && text(second, "link") == "old")
    try second.writeFile("a/b/more", [])
    #expect(text(try MemoryFileSystem(image), "a/b/more") == nil && text(second, "a/b/more") == "")
  }

  /// A change reaches all names and all openings of a file, also when it was shared before.
  @Test(arguments: Engine.tested) func linksAndOpenFiles(engine: Engine) throws {
    let files = MemoryFileSystem()
    let guest = try Guest(engine, files)
    try guest.create("one", "text")
    try guest.createDirectory("folder")
    try guest.link("one", "folder/two")
    let (writer, reader) = (try guest.open("one", rights: [.fdWrite]), try guest.openForReading("folder/two"))
    let image = files.freeze()
    try guest.write("T", to: writer)
    #expect(try guest.text(reader) == "Text" && guest.contents("folder/two") == "Text")
    let other = try Guest(engine, try MemoryFileSystem(image))
    #expect(try other.contents("one") == "text" && other.contents("folder/two") == "text")
    try other.create("one", "else")
    #expect(try other.contents("folder/two") == "else" && other.status("one").linkCount == 2)
    #expect(try other.status("one").inode == other.status("folder/two").inode)
    #expect(try other.status("one").inode == guest.status("one").inode)
  }

  /// What has no name any more is not in an image, and stays where it is open.
  @Test(arguments: Engine.tested) func removedOpenFiles(engine: Engine) throws {
    let files = MemoryFileSystem()
    let empty = files.usedByteCount
    let guest = try Guest(engine, files)
    try guest.create("file", "text")
    let file = try guest.openForReading("file")
    try guest.unlink("file")
    #expect(files.usedByteCount > empty)
    let image = files.freeze()
    #expect(image.usedByteCount == empty && image.isEmpty)
    #expect(try guest.text(file) == "text")
    try guest.close(file)
    #expect(files.usedByteCount == empty)
    // A directory that is open, gone and shared cannot be added to.
    try guest.createDirectory("folder")
    let directory = try guest.openDirectory("folder")
    try guest.removeDirectory("folder")
    _ = files.freeze()
    #expect(try code { try guest.create("file", in: directory) } == .noent)
  }

  @Test(arguments: Engine.tested) func restoring(engine: Engine) throws {
    let files = MemoryFileSystem()
    let guest = try Guest(engine, files)
    try guest.create("kept", "1")
    let image = files.freeze()
    let used = files.usedByteCount
    let (old, root) = (try guest.openForReading("kept"), try guest.openDirectory("."))
    try guest.create("new", "2")
    try guest.create("kept", "3")
    let new = try guest.openForReading("new")
    try files.restore(image)
    #expect(files.usedByteCount == used)
    // Numbers of nodes mean something else now, but for the root.
    #expect(try code { _ = try guest.text(old) } == .stale)
    #expect(try code { _ = try guest.status(new) } == .stale)
    #expect(try guest.entries(root).map(\.name) == [".", "..", "kept"])
    #expect(try guest.contents("kept") == "1")
    try guest.create("other", "4")
    for file in [old, new] { try guest.close(file) }
    #expect(try guest.contents("other") == "4")
    try files.restore(nil)
    #expect(try guest.entries(root).map(\.name) == [".", ".."])
    #expect(files.usedByteCount == MemoryFileSystem().usedByteCount)
  }

  /// Reading goes on behind what was read, whatever happens in between.
  @Test(arguments: Engine.tested) func listing(engine: Engine) throws {
    let files = MemoryFileSystem()
    for number in 0..<1_000 { try files.writeFile("\(number)", []) }
    let (guest, other) = (try Guest(engine, files), try Guest(engine, try MemoryFileSystem(files.freeze())))
    let cookie = 500 as UInt64
    let expected = try guest.entries(Guest.root, from: cookie).map(\.name)
    for number in 0..<400 { try guest.unlink("\(number)") }
    let image = files.freeze()
    try guest.create("late")
    #expect(try guest.entries(Guest.root, from: cookie).map(\.name) == expected + ["late"])
    #expect(try other.entries(Guest.root, from: cookie).map(\.name) == expected)
    #expect(try Guest(engine, try MemoryFileSystem(image)).entries(Guest.root, from: cookie).map(\.name) == expected)
  }

  @Test func limits() throws {
    let files = try files()
    let (image, limits) = (files.freeze(), MemoryFileSystem.Limits())
    #expect(try MemoryFileSystem(image, limits: .init(byteCount: image.usedByteCount, nodeCount: 5, nameCount: 4)).usedByteCount == files.usedByteCount)
    for (byteCount, nodeCount, nameCount) in [(image.usedByteCount - 1, 5, 4), (limits.byteCount, 4, 4), (limits.byteCount, 5, 3)] {
      let limits = MemoryFileSystem.Limits(byteCount: byteCount, nodeCount: nodeCount, nameCount: nameCount)
      #expect(throws: Errno.nospc) { try MemoryFileSystem(image, limits: limits) }
      let small = MemoryFileSystem(limits: limits)
      try small.writeFile("mine", [1])
      #expect(throws: Errno.nospc) { try small.restore(image) }
      #expect(try small.readFile("mine") == [1])
    }
  }

  /// Nothing about sharing is recursive.
  @Test func deepTrees() throws {
    let files = MemoryFileSystem()
    var directory = try files.openRoot()
    for _ in 0..<99_000 {
      try directory.createDirectory(try FileName("d"))
      directory = try directory.openDirectory(try FileName("d"))
    }
    let image = files.freeze()
    let other = try MemoryFileSystem(image)
    try directory.createDirectory(try FileName("new"))
    var depth = 0
    directory = try other.openRoot()
    while let next = try? directory.openDirectory(FileName("d")) { (directory, depth) = (next, depth + 1) }
    #expect(try depth == 99_000 && directory.allNames().isEmpty)
    try other.removeContents()
    try files.restore(image)
  }

  /// Sharing costs what was changed, and not what there is: each of these copied would take a tenth of a second.
  @Test(.timeLimit(.minutes(5))) func manyFiles() throws {
    let files = MemoryFileSystem()
    for number in 0..<90_000 { try files.writeFile(ByteString("\(number)"), [1]) }
    var image = files.freeze()
    for number in 0..<5_000 {
      let other = try MemoryFileSystem(image)
      try other.writeFile(ByteString("\(number)"), [2])
      if number % 2 == 0 { try other.restore(image) } else { image = other.freeze() }
    }
    let last = try MemoryFileSystem(image)
    #expect(try (0..<5_000).allSatisfy { try last.readFile(ByteString("\($0)")) == [$0 % 2 == 0 ? 1 : 2] })
    #expect(try last.usedByteCount == files.usedByteCount && files.readFile("1") == [1])
  }

  /// Threads that take each other's images, and change what they share. `Tests/ThreadSanitizer` looks at it, too.
  @Test func manyThreads() throws {
    let files = try files()
    for number in 0..<300 { try files.writeFile(ByteString("a/\(number)"), [UInt8](repeating: 0, count: 100 + number * 400)) }
    let shared = Mutex(files.freeze())
    let problems = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      do {
        for round in 0..<40 {
          let image = shared.withLock { $0 }
          let mine = try MemoryFileSystem(image)
          let byte = UInt8(thread * 16 + round % 16)
          for number in stride(from: thread, to: 300, by: 7) {
            let path = ByteString("a/\(number)")
            try mine.writeFile(path, [UInt8](repeating: byte, count: 50 + number))
            if number % 5 == 0 { try mine.openRoot().openDirectory(try FileName("a")).unlink(try FileName("\(number)")) }
            if number % 11 == 0 { try mine.createDirectory(ByteString("d\(number)")) }
          }
          for number in stride(from: thread, to: 300, by: 7) where number % 5 != 0 {
            let bytes = try mine.readFile(ByteString("a/\(number)"))
            if bytes.count != 50 + number || bytes.contains(where: { $0 != byte }) { problems.withLock { $0.append("\(number) has other bytes") } }
          }
          if round % 3 == 0 { shared.withLock { $0 = mine.freeze() } } else { try mine.restore(image) }
        }
      } catch {
        problems.withLock { $0.append("\(error)") }
      }
    }
    #expect(problems.withLock { $0 } == [])
  }
}
