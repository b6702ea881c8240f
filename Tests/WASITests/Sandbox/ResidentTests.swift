import Foundation
import Testing
import WASI
import WasmCore

/// What the limits of files in memory count is what they take, whatever shape they have.
@Suite("Memory of files", .serialized)
struct ResidentTests {
  enum Shape: String, CaseIterable, Codable, Sendable {
    case emptyFiles, tinyFiles, appendedFiles, shrunkFiles, cutFiles, sparseFiles, largeFiles
    case directories, deepDirectories, filesInDirectories, longNames, manyNames, links, longLinks
    case oneOfMany, oneOfManyNames, openAndGone, smallThenLarge, changedAfterFreeze
  }

  /// Fragments of the heap that small files leave behind are why their number is limited: as many for each byte as by default.
  private static func limits(_ byteCount: Int, _ shape: Shape) -> MemoryFileSystem.Limits {
    let usual = MemoryFileSystem.Limits()
    let share = shape == .smallThenLarge ? usual.byteCount / byteCount : 1
    return .init(byteCount: byteCount, nodeCount: shape == .smallThenLarge ? usual.nodeCount / share : .max, nameCount: .max)
  }

  /// In a process of its own, as the memory of a process is what is measured.
  @Test(arguments: Shape.allCases) func residentMemoryIsWithinTheLimit(shape: Shape) async throws {
    guard Self.resident() != nil else { return }
    await #expect(processExitsWith: .success) { [shape] in
      func fill(_ byteCount: Int) throws -> (FileShapes, MemoryFileSystem) {
        let files = MemoryFileSystem(limits: Self.limits(byteCount, shape))
        let shapes = try FileShapes(files, byteCount)
        try shapes.fill(shape)
        return (shapes, files)
      }
      let limit = shape == .oneOfMany || shape == .oneOfManyNames ? 4 << 20 : 16 << 20
      _ = try fill(1 << 20)
      let before = try #require(Self.resident())
      let (shapes, files) = try fill(limit)
      let share = Double(try #require(Self.resident()) - before) / Double(limit)
      #expect(files.usedByteCount <= limit && share <= 1.25, "\(shape): \(share) of the limit")
      withExtendedLifetime(shapes) {}
    }
  }

  /// What an overlay knows of the files below, also of those that are only looked at.
  @Test(arguments: [false, true]) func overlaysAreWithinTheLimit(changes: Bool) async throws {
    guard Self.resident() != nil else { return }
    await #expect(processExitsWith: .success) { [changes] in
      let lower = MemoryFileSystem()
      for number in 0..<20_000 { try lower.writeFile(ByteString("\(String(repeating: "n", count: 200))\(number)"), [1]) }
      let names = try Array(lower.openRoot().allNames())
      func use(_ limit: Int) throws -> OverlayFileSystem {
        let overlay = try OverlayFileSystem(over: lower, limits: .init(byteCount: limit, nodeCount: .max, nameCount: .max))
        do {
          for name in names {
            guard changes else {
              _ = try overlay.readFile(ByteString(name))
              continue
            }
            try overlay.openRoot().setTimes(FileTimes(modification: 1), of: try FileName(name))
          }
        } catch Errno.nospc {}
        return overlay
      }
      let limit = 4 << 20
      _ = try use(1 << 18)
      let before = try #require(Self.resident())
      let overlay = try use(limit)
      let share = Double(try #require(Self.resident()) - before) / Double(limit)
      #expect(share <= (changes ? 1.25 : 0.25), "\(share) of the limit")
      #expect(changes ? overlay.usedByteCount > limit - 1_000 : overlay.usedByteCount == 0)
    }
  }

  /// Bytes of this process that are in memory; nil where the system does not tell.
  private static func resident() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * Int(getpagesize()) }
  }
}

/// Fills a file system with what takes the most for what it counts.
private final class FileShapes {
  private let files: MemoryFileSystem
  private let byteCount: Int
  private let root: any OpenDirectory
  private let guest: Guest
  private var open: [any OpenFile] = []
  private var images: [MemoryFileSystem.Image] = []

  init(_ files: MemoryFileSystem, _ byteCount: Int) throws {
    (self.files, self.byteCount, root, guest) = (files, byteCount, try files.openRoot(), try Guest(.interpreter, files))
  }

  /// Goes on until there is no room.
  func fill(_ shape: ResidentTests.Shape) throws {
    do {
      switch shape {
      case .smallThenLarge: try fillTwice()
      case .sparseFiles: try repeating(sparse)
      case .deepDirectories: try deepen()
      case .changedAfterFreeze: try freezeAndChange()
      default: try repeating { try self.make(shape, $0) }
      }
    } catch Errno.nospc {}
  }

  private func repeating(_ body: (Int) throws -> Void) throws {
    for number in 0... { try body(number) }
  }

  private func make(_ shape: ResidentTests.Shape, _ number: Int) throws {
    let name = try FileName("\(number)")
    switch shape {
    case .emptyFiles: _ = try create(name)
    case .tinyFiles: try write(name, 1)
    case .appendedFiles:
      let file = try guest.open("\(number)", creates: true, rights: .fdWrite)
      for _ in 0..<number % 4 * 2 + 1 { _ = try guest.write([UInt8](repeating: 1, count: 17), to: file) }
      try guest.close(file)
    case .shrunkFiles:
      let file = try create(name)
      try file.resize(to: UInt64(byteCount - files.usedByteCount) / 2)
      try file.resize(to: 1)
    case .cutFiles:
      try write(name, 40_000)
      try create(name).resize(to: [1, 100, 35_500, 35_500][number % 4])
    case .largeFiles: try write(name, 1_000_000)
    case .directories: try root.createDirectory(name)
    case .filesInDirectories:
      try root.createDirectory(name)
      try files.writeFile(ByteString("\(number)/x"), [1])
    case .longNames: _ = try create(try FileName(String(repeating: "n", count: 245) + "\(number)"))
    case .manyNames: try link(number)
    case .links: try root.createSymbolicLink(name, target: "x")
    case .longLinks: try root.createSymbolicLink(name, target: ByteString(String(repeating: "x", count: 4_000)))
    case .oneOfMany:
      // One number of each group is left.
      try write(name, 1)
      if number % 32 != 31 { try root.unlink(name) }
    case .oneOfManyNames:
      try link(number)
      if number % 32 != 31 { try root.unlink(name) }
    case .openAndGone:
      try write(name, 20_000)
      open.append(try create(name))
      try root.unlink(name)
    case .deepDirectories, .sparseFiles, .smallThenLarge, .changedAfterFreeze: break
    }
  }

  private func create(_ name: FileName) throws -> any OpenFile {
    var options = OpenOptions()
    (options.writes, options.creates) = (true, true)
    guard case .file(let file) = try root.open(name, options) else { throw Errno.isdir }
    return file
  }

  private func write(_ name: FileName, _ count: Int) throws { try files.writeFile(name.bytes, [UInt8](repeating: 1, count: count)) }

  private func link(_ number: Int) throws {
    if number == 0 { _ = try create(try FileName("file")) }
    try root.link(try FileName("file"), to: root, as: try FileName("\(number)"))
  }

  /// The last byte of each block.
  private func sparse(_ number: Int) throws {
    let file = try guest.open("\(number)", creates: true, rights: [.fdWrite, .fdSeek, .fdFilestatSetSize])
    try guest.check(guest.call("fd_filestat_set_size", UInt64(file), 1 << 20))
    for offset in stride(from: (1 << 16) - 1, to: 1 << 20, by: 1 << 16) { _ = try guest.write([1], to: file, at: UInt64(offset)) }
    try guest.close(file)
  }

  private func deepen() throws {
    var directory = root
    try repeating { _ in
      try directory.createDirectory(try FileName("d"))
      directory = try directory.openDirectory(try FileName("d"))
    }
  }

  /// What small files leave behind is not of use for large ones.
  private func fillTwice() throws {
    do { try repeating { try self.make(.tinyFiles, $0) } } catch Errno.nospc {}
    for (index, name) in try root.allNames().enumerated() where index % 8 != 0 { try root.unlink(try FileName(name)) }
    try repeating { try self.make(.largeFiles, 10_000_000 + $0) }
  }

  /// What is shared counts for each that has it, and what only old images have for none: they are gone.
  private func freezeAndChange() throws {
    try repeating { number in
      try self.make(.cutFiles, number)
      self.images = [self.files.freeze()]
      try self.root.setTimes(FileTimes(modification: 1), of: try FileName("\(number)"))
      self.images = []
    }
  }
}
