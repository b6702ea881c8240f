import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// What a guest may use up.
@Suite("Resource limits")
struct ResourceTests {
  @Test(arguments: Engine.tested) func descriptors(engine: Engine) throws {
    let cage = try Cage()
    let guest = try Guest(engine, cage.fileSystem())
    try guest.create("file")
    var count = 4
    let error = try code {
      while true {
        try guest.open("file")
        count += 1
      }
    }
    #expect(error == .mfile && count == WASIConfiguration().maximumDescriptorCount)
    // Nothing is made when there is no room for its descriptor.
    #expect(try code { try guest.open("new", creates: true) } == .mfile)
    #expect(try code { _ = try guest.status("new") } == .noent)
    try guest.close(500)
    #expect(try guest.open("file") == 500)
  }

  @Test(arguments: Engine.tested) func aHundredThousandDescriptors(engine: Engine) throws {
    var configuration = WASIConfiguration()
    configuration.maximumDescriptorCount = 100_004
    configuration.mounts = [.init(MemoryFileSystem(), at: "/")]
    let guest = try Guest(engine, configuration)
    try guest.create("file", "text")
    for number in 0..<100_000 { #expect(try guest.openForReading("file") == UInt32(number + 4)) }
    #expect(try code { _ = try guest.openForReading("file") } == .mfile)
    #expect(try guest.text(100_003) == "text")
    for number in stride(from: UInt32(4), to: 100_004, by: 2) { try guest.close(number) }
    #expect(try guest.openForReading("file") == 4)
    #expect(try guest.openForReading("file") == 6)
  }

  @Test(arguments: Engine.tested) func aHugeDirectory(engine: Engine) throws {
    let cage = try Cage()
    let count = 100_000
    for number in 0..<count { close(open(cage.inside.path + "/\(number)", O_CREAT | O_WRONLY, 0o600)) }
    let guest = try Guest(engine, cage.fileSystem())
    let root = try guest.openDirectory(".")
    let entries = try guest.entries(root)
    #expect(entries.count == count + 2)
    #expect(Set(entries.map(\.name)).count == count + 2)
    for number in stride(from: 0, to: count, by: 997) { #expect(try guest.status("\(number)").type == .regularFile) }
  }

  @Test(arguments: Engine.tested) func bytesInMemory(engine: Engine) throws {
    let files = MemoryFileSystem(limits: .init(byteCount: 1 << 20))
    let guest = try Guest(engine, files)
    let empty = files.usedByteCount
    let file = try guest.open("file", creates: true, rights: [.fdWrite, .fdSeek, .fdFilestatGet, .fdFilestatSetSize, .fdAllocate])
    _ = try guest.seek(file, by: 1 << 40)
    #expect(try code { try guest.write("x", to: file) } == .fbig)
    _ = try guest.seek(file, by: .max)
    #expect(try code { try guest.write("x", to: file) } == .fbig)
    #expect(try code { _ = try guest.write([1], to: file, at: 1 << 40) } == .fbig)
    #expect(try guest.call("fd_filestat_set_size", UInt64(file), 1 << 40) == .fbig)
    #expect(try guest.call("fd_allocate", UInt64(file), 1 << 40, 1) == .fbig)
    #expect(try guest.call("fd_allocate", UInt64(file), .max, .max) == .inval)
    #expect(try guest.status(file).size == 0)
    #expect(try guest.write([UInt8](repeating: 1, count: 1 << 19), to: file, at: 0) == 1 << 19)
    #expect(try code { _ = try guest.write([UInt8](repeating: 1, count: 1 << 19), to: file, at: 1 << 19) } == .nospc)
    #expect(try guest.status(file).size == 1 << 19)
    #expect(files.usedByteCount <= 1 << 20)
    try guest.unlink("file")
    #expect(files.usedByteCount > 1 << 19)
    try guest.close(file)
    #expect(files.usedByteCount == empty)
  }

  @Test(arguments: Engine.tested) func namesInMemory(engine: Engine) throws {
    let files = MemoryFileSystem(limits: .init(byteCount: 1 << 20, nodeCount: 100))
    let guest = try Guest(engine, files)
    let empty = files.usedByteCount
    var made = 0
    #expect(try code { while true { try guest.create("\(made)"); made += 1 } } == .nospc)
    #expect(made == 99)
    for number in 0..<made { try guest.unlink("\(number)") }
    #expect(files.usedByteCount == empty)
    // Long names and targets count as well, also those of one file's many names.
    let long = String(repeating: "n", count: 240)
    try guest.create("file")
    var links = 0
    #expect(try code { while true { try guest.link("file", "\(long)\(links)"); links += 1 } } == .nospc)
    #expect(links > 1000 && links < 4400)
    #expect(files.usedByteCount <= 1 << 20)
    // So does their number.
    let few = try Guest(engine, MemoryFileSystem(limits: .init(nameCount: 10)))
    try few.create("file")
    for number in 0..<9 { try few.link("file", "\(number)") }
    #expect(try code { try few.link("file", "9") } == .nospc)
    #expect(try code { try few.createDirectory("9") } == .nospc)
    try few.unlink("0")
    try few.create("9")
  }

  @Test(arguments: Engine.tested) func deepDirectories(engine: Engine) throws {
    let guest = try Guest(engine, MemoryFileSystem())
    var directory: UInt32 = 3
    for _ in 0..<30_000 {
      try guest.createDirectory("d", in: directory)
      let next = try guest.openDirectory("d", in: directory)
      if directory != 3 { try guest.close(directory) }
      directory = next
    }
    try guest.create("file", "bottom", in: directory)
    #expect(try guest.contents("file", in: directory) == "bottom")
  }

  /// Every function with every kind of bad argument: an error code is all that may come out.
  @Test(arguments: Engine.tested) func wildArguments(engine: Engine) throws {
    var configuration = WASIConfiguration()
    configuration.makeDeterministic(seed: 1)
    configuration.arguments = ["one", "two"]
    configuration.environment = [("A", "1")]
    configuration.mounts = [.init(MemoryFileSystem(limits: .init(byteCount: 1 << 20)), at: "/")]
    configuration.maximumDescriptorCount = 50
    let guest = try Guest(engine, configuration)
    var random = Generator(state: 42)
    let numbers: [UInt64] = [
      0, 1, 2, 3, 4, 5, 24, 48, 64, 1024, 2048, 65535, 65536, 2_097_144, 2_097_151, 2_097_152, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF8, 0xFFFF_FFFF,
      1 << 40, 1 << 62, .max >> 1, .max,
    ]
    let paths = ["file", "a/b", "../x", "/", ".", "", "link"]
    for _ in 0..<60_000 {
      let function = CallerModule.functions.filter { !$0.name.hasPrefix("proc_") }.randomElement(using: &random)
      let (name, parameters) = try #require(function)
      _ = guest.put(paths.randomElement(using: &random) ?? "", at: 2048)
      let arguments = parameters.map { _ in numbers.randomElement(using: &random) ?? 0 }
      guest.memory.store(UInt32(truncatingIfNeeded: numbers.randomElement(using: &random) ?? 0), at: Guest.result)
      let instance = try #require(guest.instance.function(name))
      let values: [Value] = zip(parameters, arguments).map { $0 == "i" ? .i32(Int32(truncatingIfNeeded: $1)) : .i64(Int64(bitPattern: $1)) }
      guard case .i32(let result)? = try instance.invoke(values).first else { continue }
      #expect(Errno(rawValue: UInt16(result)) != nil)
    }
  }

  @Test(arguments: Engine.tested) func pointers(engine: Engine) throws {
    let guest = try Guest(engine, MemoryFileSystem())
    let end = UInt64(guest.memory.byteCount)
    #expect(try guest.call("fd_fdstat_get", 3, end - 23) == .fault)
    #expect(try guest.call("fd_fdstat_get", 3, end - 24) == .success)
    #expect(try guest.call("random_get", 0, end + 1) == .fault)
    #expect(try guest.call("random_get", 0xFFFF_FFFF, 0xFFFF_FFFF) == .fault)
    #expect(try guest.call("random_get", end, 0) == .success)
    #expect(try guest.call("clock_time_get", 0, 0, end - 7) == .fault)
    #expect(try guest.call("fd_write", 1, end - 8, 2, 0) == .fault)
    guest.memory.store(UInt32(end - 1), at: Guest.vectors)
    guest.memory.store(UInt32(2), at: Guest.vectors + 4)
    #expect(try guest.call("fd_write", 1, UInt64(Guest.vectors), 1, 0) == .fault)
    #expect(try guest.call("path_open", 3, 0, end, 1, 0, 0, 0, 0, 0) == .fault)
    // A result that has no place leaves nothing open behind.
    let (path, count) = guest.put("file")
    #expect(try guest.call("path_open", 3, 0, path, count, 1, 64, 0, 0, end) == .fault)
    #expect(try code { _ = try guest.status("file") } == .noent)
    #expect(try guest.open("file", creates: true) == 4)
  }

  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }
}
