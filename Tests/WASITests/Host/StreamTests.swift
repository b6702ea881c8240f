import EngineTestSupport
import Foundation
import Synchronization
import Testing
import WASI
import WasmCore

@Suite("Standard streams")
struct StreamTests {
  @Test(arguments: Engine.tested) func capturedOutputHasALimit(engine: Engine) throws {
    let output = CapturedOutput(limit: 5)
    var configuration = WASIConfiguration()
    configuration.standardOutput = .captured(output)
    let guest = try Guest(engine, configuration)
    #expect(try guest.write("abc", to: 1) == 3)
    #expect(output.text == "abc" && !output.isTruncated)
    // The guest goes on as if all had been taken.
    #expect(try guest.write("defg", to: 1) == 4)
    #expect(try guest.write(String(repeating: "x", count: 1_000_000), to: 1) == 1_000_000)
    #expect(output.text == "abcde")
    #expect(output.isTruncated && output.byteCount == 1_000_007)
    #expect(output.take() == Array("abcde".utf8))
    _ = try guest.write([0xEF], to: 1)
    #expect(output.text == "\u{FFFD}" && !output.isTruncated)
  }

  @Test(arguments: Engine.tested) func streamsAreKeptApart(engine: Engine) throws {
    let (output, errors) = (CapturedOutput(), CapturedOutput())
    var configuration = WASIConfiguration()
    configuration.standardOutput = .captured(output)
    configuration.standardError = .captured(errors)
    let guest = try Guest(engine, configuration)
    try guest.write("out", to: 1)
    try guest.write("err", to: 2)
    #expect(output.text == "out" && errors.text == "err")
    #expect(try code { try guest.write("x", to: 0) } == .notcapable)
    #expect(try code { _ = try guest.read(1) } == .notcapable)
    #expect(try code { try guest.write("x", to: 3) } == .badf)
    #expect(try code { _ = try guest.seek(1, by: 0) } == .spipe)
    #expect(try code { _ = try guest.read(0, at: 0) } == .spipe)
  }

  @Test(arguments: Engine.tested) func inputFromBytes(engine: Engine) throws {
    var configuration = WASIConfiguration()
    configuration.standardInput = .text("hello world")
    let guest = try Guest(engine, configuration)
    #expect(try guest.read(0, count: 5) == Array("hello".utf8))
    #expect(try guest.text(0) == " world")
    #expect(try guest.read(0) == [])
    #expect(try Guest(engine).read(0) == [])
  }

  @Test(arguments: Engine.tested) func inputAndOutputByFunctions(engine: Engine) throws {
    let written = Mutex<[UInt8]>([])
    let box = Box(written)
    let left = Counter()
    var configuration = WASIConfiguration()
    configuration.standardOutput = .stream { bytes in box.bytes.withLock { $0 += bytes } }
    configuration.standardInput = .stream { buffer in
      guard left.next() < 3 else { return 0 }
      buffer.copyBytes(from: "ab".utf8)
      return 2
    }
    let guest = try Guest(engine, configuration)
    for _ in 0..<3 { #expect(try guest.text(0) == "ab") }
    #expect(try guest.text(0) == "")
    try guest.write("now", to: 1)
    #expect(box.bytes.withLock { $0 } == Array("now".utf8))
  }

  private final class Box: Sendable {
    let bytes: Mutex<[UInt8]>
    init(_ bytes: consuming Mutex<[UInt8]>) { self.bytes = bytes }
  }

  private final class Counter: Sendable {
    private let value = Mutex(0)
    func next() -> Int {
      value.withLock {
        $0 += 1
        return $0 - 1
      }
    }
  }

  @Test(arguments: Engine.tested) func descriptorsOfTheHost(engine: Engine) throws {
    let pipe = Pipe()
    var configuration = WASIConfiguration()
    configuration.standardInput = .descriptor(pipe.fileHandleForReading.fileDescriptor)
    configuration.standardOutput = .descriptor(pipe.fileHandleForWriting.fileDescriptor)
    let guest = try Guest(engine, configuration)
    #expect(try guest.write("through", to: 1) == 7)
    #expect(try guest.text(0) == "through")
    // Empty, but not at its end.
    #expect(try guest.call("fd_fdstat_set_flags", 0, UInt64(DescriptorFlags.nonblock.rawValue)) == .success)
    #expect(try code { _ = try guest.read(0) } == .again)
    pipe.fileHandleForWriting.closeFile()
    #expect(try guest.read(0) == [])
    // The flag was the guest's, not the pipe's.
    #expect(fcntl(pipe.fileHandleForReading.fileDescriptor, F_GETFL) & O_NONBLOCK == 0)
  }

  @Test(arguments: Engine.tested) func onlyTerminalsLookLikeOnes(engine: Engine) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-stream-\(UUID())")
    #expect(FileManager.default.createFile(atPath: folder.path, contents: nil))
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try FileHandle(forWritingTo: folder)
    var configuration = WASIConfiguration()
    configuration.standardInput = .empty
    configuration.standardOutput = .captured(CapturedOutput())
    configuration.standardError = .descriptor(file.fileDescriptor)
    let guest = try Guest(engine, configuration)
    #expect(try !isTerminal(0, guest) && !isTerminal(1, guest) && !isTerminal(2, guest))
    #expect(try guest.status(2).type == .regularFile)
    try guest.write("xy", to: 2)
    #expect(try code { _ = try guest.seek(2, by: 0, whence: 1) } == .spipe)

    let null = open("/dev/null", O_RDWR)
    defer { close(null) }
    configuration.standardInput = .descriptor(null)
    let other = try Guest(engine, configuration)
    #expect(try !isTerminal(0, other))
  }

  /// As C libraries find out: a character device that cannot seek.
  private func isTerminal(_ file: UInt32, _ guest: Guest) throws -> Bool {
    try guest.check(guest.call("fd_fdstat_get", UInt64(file), UInt64(Guest.result)))
    let rights = Rights(rawValue: guest.u64(Guest.result + 8))
    return guest.u16(Guest.result) & 0xFF == FileType.characterDevice.rawValue && rights.isDisjoint(with: [.fdSeek, .fdTell])
  }
}
