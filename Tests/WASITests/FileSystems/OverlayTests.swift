import EngineTestSupport
import Testing
import WASI
import WasmCore

@Suite("Overlay file system")
struct OverlayTests {
  private func lower() throws -> MemoryFileSystem {
    let lower = MemoryFileSystem()
    try lower.createDirectory("lib/inner")
    try lower.writeFile("lib/one", Array("1".utf8))
    try lower.writeFile("lib/two", Array("2".utf8))
    try lower.writeFile("lib/inner/deep", Array("deep".utf8))
    return lower
  }

  /// Files of two devices can have the same inode.
  @Test func archivesTellFilesOfBothApart() throws {
    let lower = MemoryFileSystem()
    for number in 0..<20 { try lower.writeFile(ByteString("old\(number)"), [1]) }
    let overlay = try OverlayFileSystem(over: lower)
    for number in 0..<20 { try overlay.writeFile(ByteString("new\(number)"), [2]) }
    for item in try FileArchive(of: overlay).items {
      #expect(item.content == .file([item.path.bytes.first == UInt8(ascii: "o") ? 1 : 2]), "\(item.path)")
    }
  }

  @Test(arguments: Engine.tested) func changesStayAbove(engine: Engine) throws {
    let lower = try lower()
    let overlay = try OverlayFileSystem(over: lower)
    let guest = try Guest(engine, overlay)
    #expect(try guest.contents("lib/one") == "1")
    let file = try guest.open("lib/one", rights: [.fdRead, .fdWrite, .fdSeek, .fdTell])
    let reader = try guest.openForReading("lib/one")
    #expect(try guest.seek(file, by: 0, whence: 2) == 1)
    try guest.write("!", to: file)
    #expect(try guest.text(reader) == "1!")
    try guest.unlink("lib/two")
    #expect(try code { _ = try guest.contents("lib/two") } == .noent)
    try guest.create("lib/new", "n")
    #expect(try guest.names("lib") == ["inner", "new", "one"])
    try guest.create("lib/two", "again")
    #expect(try guest.contents("lib/two") == "again")
    #expect(try guest.names("lib") == ["inner", "new", "one", "two"])
    #expect(try lower.readFile("lib/one") == Array("1".utf8))
    #expect(try lower.readFile("lib/two") == Array("2".utf8))
    // A second guest on the same overlay sees the same, one on a new overlay the original.
    #expect(try Guest(engine, overlay).contents("lib/two") == "again")
    #expect(try Guest(engine, try OverlayFileSystem(over: lower)).names("lib") == ["inner", "one", "two"])
  }

  @Test(arguments: Engine.tested) func directoriesMoveAndGo(engine: Engine) throws {
    let lower = try lower()
    let guest = try Guest(engine, try OverlayFileSystem(over: lower))
    try guest.rename("lib/inner", "moved")
    #expect(try guest.contents("moved/deep") == "deep")
    #expect(try code { _ = try guest.status("lib/inner") } == .noent)
    try guest.create("moved/more", "m")
    #expect(try guest.names("moved") == ["deep", "more"])
    #expect(try code { try guest.removeDirectory("moved") } == .notempty)
    try guest.unlink("moved/deep")
    try guest.unlink("moved/more")
    try guest.removeDirectory("moved")
    try guest.createDirectory("lib/inner")
    #expect(try guest.names("lib/inner") == [])
    #expect(try lower.readFile("lib/inner/deep") == Array("deep".utf8))
  }

  @Test(arguments: Engine.tested) func openingDoesNotDisturbListing(engine: Engine) throws {
    let lower = MemoryFileSystem()
    for number in 0..<200 { try lower.writeFile("\(number)", []) }
    let guest = try Guest(engine, try OverlayFileSystem(over: lower))
    let root = try guest.openDirectory(".")
    var seen: Set<String> = []
    var cookie: UInt64 = 0
    while true {
      try guest.check(guest.call("fd_readdir", UInt64(root), UInt64(Guest.buffer), 80, cookie, UInt64(Guest.result)))
      guard guest.u32(Guest.result) >= 24 else { break }
      cookie = guest.u64(Guest.buffer)
      let name = String(decoding: guest.memory.read(at: Guest.buffer + 24, count: Int(guest.u32(Guest.buffer + 16))) ?? [], as: UTF8.self)
      if name == "." || name == ".." { continue }
      #expect(seen.insert(name).inserted)
      // One that comes later, and this one.
      try guest.close(try guest.open("199", rights: .fdWrite))
      try guest.close(try guest.open(name, rights: .fdWrite))
    }
    #expect(seen.count == 200)
  }

  /// What is only looked at is forgotten, unless it is open or leads to what was changed.
  @Test(arguments: Engine.tested) func unchangedFilesAreForgotten(engine: Engine) throws {
    let lower = MemoryFileSystem()
    for number in 0..<500 {
      try lower.createDirectory(ByteString("\(number)/d"))
      for name in ["a", "b"] { try lower.writeFile(ByteString("\(number)/d/\(name)"), Array("\(number)\(name)".utf8)) }
    }
    let overlay = try OverlayFileSystem(over: lower, limits: .init(), clock: SystemClock(), idleMirrorCount: 10)
    let guest = try Guest(engine, overlay)
    let (open, directory) = (try guest.openForReading("0/d/a"), try guest.openDirectory("1/d"))
    let inode = try guest.status("2/d/a").inode
    for number in 0..<500 { #expect(try guest.contents("\(number)/d/a") == "\(number)a") }
    #expect(overlay.usedByteCount == 0)
    #expect(try guest.text(open) == "0a" && guest.contents("b", in: directory) == "1b")
    #expect(try guest.status("2/d/a").inode == inode)
    let file = try guest.open("3/d/b", rights: [.fdWrite])
    try guest.write("new", to: file)
    try guest.close(file)
    try guest.unlink("4/d/a")
    try guest.link("5/d/a", "six")
    let used = overlay.usedByteCount
    for number in 0..<500 { #expect(try guest.contents("\(number)/d/b") == (number == 3 ? "new" : "\(number)b")) }
    #expect(try code { _ = try guest.contents("4/d/a") } == .noent)
    #expect(try guest.status("5/d/a").linkCount == 2 && guest.contents("six") == "5a")
    #expect(overlay.usedByteCount == used && used > 0)
  }

  @Test(arguments: Engine.tested) func changesAreBounded(engine: Engine) throws {
    let lower = MemoryFileSystem()
    try lower.writeFile("big", [UInt8](repeating: 7, count: 1 << 20))
    let overlay = try OverlayFileSystem(over: lower, limits: .init(byteCount: 1 << 19))
    let guest = try Guest(engine, overlay)
    let file = try guest.open("big", rights: [.fdRead, .fdWrite, .fdSeek])
    #expect(try code { try guest.write("x", to: file) } == .fbig)
    #expect(try guest.read(file, count: 3, at: 1 << 19) == [7, 7, 7])
    #expect(overlay.usedByteCount == 0)
    // What is cut to nothing need not be copied.
    try guest.create("big", "small")
    #expect(try guest.contents("big") == "small")
    try guest.unlink("big")
    try guest.close(file)
    // What is remembered is that the name is gone.
    #expect(overlay.usedByteCount < 300)
  }
}
