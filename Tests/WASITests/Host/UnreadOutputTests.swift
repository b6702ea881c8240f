import CommandTestSupport
import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// Output whose reader does not read, or reads late.
@Suite("Unread output")
struct UnreadOutputTests {
  /// What a descriptor can be that makes its writer wait.
  enum Channel: CaseIterable {
    case pipe, socket, terminal

    /// The end that a guest writes to, and that of the reader.
    func open() throws -> (output: Int32, reader: Int32) {
      var ends: [Int32] = [-1, -1]
      switch self {
      case .pipe:
        #expect(Foundation.pipe(&ends) == 0)
        return (ends[1], ends[0])
      case .socket:
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        #expect(socketpair(AF_UNIX, stream, 0, &ends) == 0)
        return (ends[1], ends[0])
      case .terminal:
        let (reader, name) = try PseudoTerminal.open()
        return (Foundation.open(name, O_RDWR | O_NOCTTY), reader)
      }
    }
  }

  private func with(
    _ engine: Engine, _ channel: Channel, limit: OutputLimit? = nil, _ body: (Guest, _ output: Int32, _ reader: Int32) throws -> Void
  ) throws {
    let (output, reader) = try channel.open()
    #expect(output >= 0)
    defer {
      close(output)
      close(reader)
    }
    var configuration = WASIConfiguration()
    configuration.standardOutput = limit.map { .limited(output, $0) } ?? .descriptor(output)
    try body(try Guest(engine, configuration), output, reader)
  }

  private static let large = Array(repeating: UInt8(ascii: "x"), count: 1_000_000)

  @Test(arguments: Engine.tested, Channel.allCases) func interruptionsEndWriting(_ engine: Engine, _ channel: Channel) throws {
    try with(engine, channel) { (guest, output, _) throws in
      // The first of these writes a part.
      try guest.expectInterruptions(.success, .intr) { _ = try guest.write(Self.large, to: 1) }
      #expect(fcntl(output, F_GETFL) & O_NONBLOCK == 0, "the flags belong to all who share the descriptor")
    }
    try with(engine, channel, limit: OutputLimit(.max)) { (guest, _, _) throws in
      try guest.expectInterruptions(.success, .intr) { _ = try guest.write(Self.large, to: 1) }
    }
  }

  @Test(arguments: Engine.tested, Channel.allCases) func wakesEndWriting(_ engine: Engine, _ channel: Channel) throws {
    try with(engine, channel) { (guest, _, _) throws in
      func wakeSoon() { Thread.detachNewThread { [signal = guest.wakeSignal] in Thread.sleep(forTimeInterval: 0.03); signal.wake() } }
      wakeSoon()
      let count = try guest.write(Self.large, to: 1)
      #expect(count > 0 && count < Self.large.count)
      wakeSoon()
      #expect(try code { _ = try guest.write(Self.large, to: 1) } == .intr)
    }
  }

  @Test(arguments: Engine.tested, Channel.allCases) func guestsThatDoNotWait(_ engine: Engine, _ channel: Channel) throws {
    try with(engine, channel) { (guest, _, _) throws in
      #expect(try guest.call("fd_fdstat_set_flags", 1, UInt64(DescriptorFlags.nonblock.rawValue)) == .success)
      let count = try guest.write(Self.large, to: 1)
      #expect(count > 0 && count < Self.large.count)
      #expect(try code { _ = try guest.write(Self.large, to: 1) } == .again)
    }
  }

  /// One call writes everything, in order, whatever the reader's pace.
  @Test(arguments: Engine.tested, Channel.allCases) func slowReadersGetEverything(_ engine: Engine, _ channel: Channel) throws {
    try with(engine, channel) { (guest, _, reader) throws in
      let text = (0..<20_000).map { "\($0)," }.joined()
      let isRead = DispatchSemaphore(value: 0)
      nonisolated(unsafe) var read: [UInt8] = []
      Thread.detachNewThread {
        while read.count < text.utf8.count {
          var buffer = [UInt8](repeating: 0, count: 10_000)
          let count = Foundation.read(reader, &buffer, buffer.count)
          guard count > 0 else { break }
          read += buffer[..<count]
          usleep(1_000)
        }
        isRead.signal()
      }
      #expect(try guest.write(text, to: 1) == text.utf8.count)
      isRead.wait()
      #expect(read == Array(text.utf8))
    }
  }

  @Test(arguments: Engine.tested) func limitsPassOnTheBeginning(_ engine: Engine) throws {
    let limit = OutputLimit(5)
    try with(engine, .pipe, limit: limit) { (guest, _, reader) throws in
      #expect(try guest.write("abc", to: 1) == 3 && !limit.isExceeded)
      #expect(try guest.write("defg", to: 1) == 4)
      // Nobody reads, and nobody has to.
      #expect(try guest.write(Self.large, to: 1) == Self.large.count)
      #expect(limit.isExceeded && limit.byteCount == 7 + Self.large.count)
      var buffer = [UInt8](repeating: 0, count: 100)
      #expect(read(reader, &buffer, buffer.count) == 5 && buffer.starts(with: "abcde".utf8))
      limit.reset()
      #expect(try guest.write("new", to: 1) == 3 && read(reader, &buffer, buffer.count) == 3)
    }
  }

  @Test(arguments: Engine.tested, [Channel.pipe, .socket]) func readersThatAreGone(_ engine: Engine, _ channel: Channel) throws {
    let (output, reader) = try channel.open()
    defer { close(output) }
    close(reader)
    var configuration = WASIConfiguration()
    configuration.standardOutput = .descriptor(output)
    let guest = try Guest(engine, configuration)
    for _ in 0..<3 { #expect(try code { _ = try guest.write("x", to: 1) } == .pipe) }
  }
}
