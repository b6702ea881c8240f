import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Random operations on random paths, each against `PathModel`, with something to lose outside of the mount.
/// BOOMSLANG_PATH_OPERATIONS: how many for all file systems together; BOOMSLANG_PATH_SEED: which.
@Suite("Random paths")
struct PathPropertyTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["BOOMSLANG_PATH_OPERATIONS"].flatMap(Int.init) ?? 200_000
  private static let seed = environment["BOOMSLANG_PATH_SEED"].flatMap(UInt64.init) ?? 1

  @Test(arguments: TestFiles.combinations) func matchesTheModel(_ combination: TestFiles.Combination) throws {
    let cage = try Cage()
    let fileSystem: any FileSystem =
      switch combination.kind {
      case .host: try cage.fileSystem()
      case .memory: MemoryFileSystem()
      case .overlay: try OverlayFileSystem(over: MemoryFileSystem())
      case .overlayOverFiles: try OverlayFileSystem(over: try cage.fileSystem(isReadOnly: true))
      }
    let guest = try Guest(combination.engine, fileSystem)
    let model = PathModel(confinesLinks: combination.kind == .host)
    var random = RandomPaths(seed: Self.seed)
    let canary = try Canary(cage)
    let count = Self.count / TestFiles.combinations.count
    for index in 0..<count {
      let operation = random.operation()
      let (actual, expected) = (Self.outcome { try operation.run(guest) }, Self.outcome { try operation.run(model) })
      guard actual == expected else {
        Issue.record("operation \(index) of seed \(Self.seed) on \(combination): \(operation): \(actual), not \(expected)")
        break
      }
      if index % 4096 == 0 { try canary.check() }
    }
    try canary.check()
  }

  /// Several file systems that begin with each other's images, in any order, each against a model of its own: none sees what happens in another.
  @Test(arguments: Engine.tested) func imagesMatchCopies(engine: Engine) throws {
    var random = RandomPaths(seed: Self.seed)
    var places = try (0..<4).map { _ in try ImagePlace(engine, MemoryFileSystem(), PathModel(confinesLinks: false)) }
    var images: [(MemoryFileSystem.Image, PathModel)] = []
    for index in 0..<Self.count / 4 {
      let place = random.next(places.count)
      switch random.next(200) {
      case 0:
        images.append((places[place].files.freeze(), PathModel(places[place].model)))
        if images.count > 6 { images.remove(at: random.next(images.count)) }
      case 1 where !images.isEmpty:
        let (image, model) = images[random.next(images.count)]
        places[place] = try ImagePlace(engine, try MemoryFileSystem(image), PathModel(model))
      case 2 where !images.isEmpty:
        let (image, model) = images[random.next(images.count)]
        try places[place].files.restore(image)
        places[place].model = PathModel(model)
      case 3 where random.next(4) == 0:
        try places[place].files.restore(nil)
        places[place].model = PathModel(confinesLinks: false)
      default:
        let operation = random.operation()
        let (guest, model) = (places[place].guest, places[place].model)
        let (actual, expected) = (Self.outcome { try operation.run(guest) }, Self.outcome { try operation.run(model) })
        guard actual == expected else {
          Issue.record("operation \(index) of seed \(Self.seed) in place \(place): \(operation): \(actual), not \(expected)")
          return
        }
      }
    }
    // What is counted is what is there: nothing, when all is gone.
    for place in places {
      try place.files.removeContents()
      #expect(place.files.usedByteCount == MemoryFileSystem().usedByteCount && place.files.usedNodeCount == 1)
    }
  }

  /// An overlay over what random operations have made, which it forgets and looks up again all the time, and must not change.
  @Test(arguments: Engine.tested, [0, 3, 1_000]) func overlaysMatchCopies(engine: Engine, idleMirrorCount: Int) throws {
    var random = RandomPaths(seed: Self.seed)
    let below = try ImagePlace(engine, MemoryFileSystem(), PathModel(confinesLinks: false))
    for _ in 0..<2_000 {
      let operation = random.operation()
      _ = (Self.outcome { try operation.run(below.guest) }, Self.outcome { try operation.run(below.model) })
    }
    let before = try FileArchive(of: below.files)
    for round in 0..<20 {
      let overlay = try OverlayFileSystem(over: below.files, limits: .init(), clock: SystemClock(), idleMirrorCount: idleMirrorCount)
      // What has two names below is changed under one of them.
      let (guest, model) = (try Guest(engine, overlay), PathModel(below.model, keepsLinks: false))
      for index in 0..<Self.count / 400 {
        let operation = random.operation()
        let (actual, expected) = (Self.outcome { try operation.run(guest) }, Self.outcome { try operation.run(model) })
        guard actual == expected else {
          Issue.record("operation \(index) of round \(round) of seed \(Self.seed): \(operation): \(actual), not \(expected)")
          return
        }
      }
    }
    #expect(try FileArchive(of: below.files) == before)
  }

  /// What an operation gave; nil when it failed.
  private static func outcome(_ body: () throws -> Set<[UInt8]>) -> Set<[UInt8]>? { try? body() }
}

/// A file system, a guest in it, and what should be in there.
private struct ImagePlace {
  let files: MemoryFileSystem
  let guest: Guest
  var model: PathModel

  init(_ engine: Engine, _ files: MemoryFileSystem, _ model: PathModel) throws {
    (self.files, guest, self.model) = (files, try Guest(engine, files), model)
  }
}

/// What lies beside the mounted folder, and must not change.
private struct Canary {
  private let folder: URL
  private let before: [String]

  init(_ cage: Cage) throws {
    folder = cage.folder
    let tree = folder.appending(path: "canary")
    try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: true)
    try "alive".write(to: tree.appending(path: "a"), atomically: false, encoding: .utf8)
    before = try Self.look(folder)
  }

  func check() throws { #expect(try Self.look(folder) == before) }

  /// Names, contents and times of everything but the mounted folder.
  private static func look(_ folder: URL) throws -> [String] {
    var lines = [try time(folder)]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() where !name.utf8.starts(with: "inside".utf8) {
      let contents = FileManager.default.contents(atPath: folder.appending(path: name).path)
      lines.append("\(name) \(contents ?? Data()) \(contents.map { String(decoding: $0, as: UTF8.self) } ?? "") \(try time(folder.appending(path: name)))")
    }
    return lines
  }

  private static func time(_ url: URL) throws -> String {
    "\(try FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] ?? "none")"
  }
}

private enum PathOperation {
  case createDirectory([UInt8])
  case symlink([UInt8], target: [UInt8])
  case write([UInt8], [UInt8])
  case read([UInt8])
  case names([UInt8])
  case readlink([UInt8])
  case unlink([UInt8])
  case removeDirectory([UInt8])
  case rename([UInt8], [UInt8])
  case link([UInt8], [UInt8])

  func run(_ model: PathModel) throws -> Set<[UInt8]> {
    switch self {
    case .createDirectory(let path): try model.createDirectory(path)
    case .symlink(let path, let target): try model.symlink(path, to: target)
    case .write(let path, let contents): try model.write(path, contents)
    case .read(let path): return [try model.read(path)]
    case .names(let path): return try model.names(path)
    case .readlink(let path): return [try model.readlink(path)]
    case .unlink(let path): try model.unlink(path)
    case .removeDirectory(let path): try model.removeDirectory(path)
    case .rename(let old, let new): try model.rename(old, new)
    case .link(let old, let new): try model.link(old, new)
    }
    return []
  }

  func run(_ guest: Guest) throws -> Set<[UInt8]> {
    switch self {
    case .createDirectory(let path): try call(guest, "path_create_directory", path)
    case .symlink(let path, let target):
      let (address, count) = guest.put(path, at: Guest.path)
      let (targetAddress, targetCount) = guest.put(target, at: Guest.otherPath)
      try guest.check(guest.call("path_symlink", targetAddress, targetCount, UInt64(Guest.root), address, count))
    case .write(let path, let contents):
      let file = try open(guest, path, flags: 1 | 8, [.fdRead, .fdWrite])
      defer { try? guest.close(file) }
      _ = try guest.write(contents, to: file)
    case .read(let path):
      let file = try open(guest, path, flags: 0, [.fdRead])
      defer { try? guest.close(file) }
      return [try guest.read(file)]
    case .names(let path):
      let directory = try open(guest, path, flags: 2, [.fdReaddir])
      defer { try? guest.close(directory) }
      return Set(try guest.entries(directory).map(\.bytes)).subtracting([Array(".".utf8), Array("..".utf8)])
    case .readlink(let path):
      let (address, count) = guest.put(path, at: Guest.path)
      try guest.check(guest.call("path_readlink", UInt64(Guest.root), address, count, UInt64(Guest.buffer), 65536, UInt64(Guest.result)))
      return [guest.memory.read(at: Guest.buffer, count: Int(guest.u32(Guest.result))) ?? []]
    case .unlink(let path): try call(guest, "path_unlink_file", path)
    case .removeDirectory(let path): try call(guest, "path_remove_directory", path)
    case .rename(let old, let new):
      let (address, count) = guest.put(old, at: Guest.path)
      let (newAddress, newCount) = guest.put(new, at: Guest.otherPath)
      try guest.check(guest.call("path_rename", UInt64(Guest.root), address, count, UInt64(Guest.root), newAddress, newCount))
    case .link(let old, let new):
      let (address, count) = guest.put(old, at: Guest.path)
      let (newAddress, newCount) = guest.put(new, at: Guest.otherPath)
      try guest.check(guest.call("path_link", UInt64(Guest.root), 0, address, count, UInt64(Guest.root), newAddress, newCount))
    }
    return []
  }

  private func call(_ guest: Guest, _ name: String, _ path: [UInt8]) throws {
    let (address, count) = guest.put(path, at: Guest.path)
    try guest.check(guest.call(name, UInt64(Guest.root), address, count))
  }

  private func open(_ guest: Guest, _ path: [UInt8], flags: UInt64, _ rights: Rights) throws -> UInt32 {
    let (address, count) = guest.put(path, at: Guest.path)
    try guest.check(
      guest.call("path_open", UInt64(Guest.root), 1, address, count, flags, rights.rawValue, rights.rawValue, 0, UInt64(Guest.result)))
    return guest.u32(Guest.result)
  }
}

/// Paths of what confuses text: dots, marks that join with a slash, spellings of a letter, ends of lines, bytes that are not UTF-8.
private struct RandomPaths {
  private var state: UInt64
  private static let atoms: [[UInt8]] =
    ["a", "b", "\u{301}", "\u{600}", "\u{200D}", "\u{FE0F}", "\u{338}", "\u{D8}", "\r\n", "e\u{301}", "\u{E9}", "K", "\u{212A}", ".", "\\"].map { Array($0.utf8) }
    + [[0xFF], [0xC3], [0xC0, 0xAF], [UInt8](repeating: 0x6E, count: 255), [UInt8](repeating: 0x6E, count: 256)]

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  private mutating func component() -> [UInt8] {
    switch next(10) {
    case 0: [0x2E]
    case 1, 2: [0x2E, 0x2E]
    case 3: Self.atoms[next(Self.atoms.count)] + Self.atoms[next(Self.atoms.count)]
    default: Self.atoms[next(Self.atoms.count)]
    }
  }

  private mutating func path() -> [UInt8] {
    if next(200) == 0 { return [] }
    var path: [UInt8] = next(50) == 0 ? [0x2F] : []
    for index in 0...next(4) {
      if index > 0 { path += next(10) == 0 ? [0x2F, 0x2F] : [0x2F] }
      path += component()
    }
    return next(10) == 0 ? path + [0x2F] : path
  }

  mutating func operation() -> PathOperation {
    switch next(18) {
    case 0, 1, 2: .createDirectory(path())
    case 3, 4: .symlink(path(), target: path())
    case 5, 6: .write(path(), Array("\(next(1000))".utf8))
    case 7, 8: .read(path())
    case 9, 10: .names(path())
    case 11: .readlink(path())
    case 12: .unlink(path())
    case 13: .removeDirectory(path())
    case 14, 15: .link(path(), path())
    default: .rename(path(), path())
    }
  }
}
