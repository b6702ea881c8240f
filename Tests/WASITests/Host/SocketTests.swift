import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

@Suite("Sockets")
struct SocketTests {
  /// Two connected sockets, closed with this object.
  private final class Connection {
    let ours: Int32
    let theirs: Int32

    init(_ type: Int32) throws {
      var pair: [Int32] = [0, 0]
      try #require(socketpair(AF_UNIX, type, 0, &pair) == 0)
      (ours, theirs) = (pair[0], pair[1])
    }

    deinit {
      close(ours)
      close(theirs)
    }
  }

  #if canImport(Glibc)
  private static let (stream, datagram) = (Int32(SOCK_STREAM.rawValue), Int32(SOCK_DGRAM.rawValue))
  #else
  private static let (stream, datagram) = (SOCK_STREAM, SOCK_DGRAM)
  #endif

  private func guest(_ engine: Engine, _ sockets: [Int32]) throws -> Guest {
    var configuration = WASIConfiguration()
    configuration.sockets = sockets
    configuration.mounts = [.init(MemoryFileSystem(), at: "/")]
    return try Guest(engine, configuration)
  }

  private func receive(_ guest: Guest, _ socket: UInt64, count: Int = 100, flags: UInt64 = 0) throws -> (text: String, flags: UInt16) {
    guest.memory.store(UInt32(Guest.buffer), at: Guest.vectors)
    guest.memory.store(UInt32(count), at: Guest.vectors + 4)
    try guest.check(guest.call("sock_recv", socket, UInt64(Guest.vectors), 1, flags, UInt64(Guest.result), UInt64(Guest.result + 8)))
    let bytes = guest.memory.read(at: Guest.buffer, count: Int(guest.u32(Guest.result))) ?? []
    return (String(decoding: bytes, as: UTF8.self), guest.u16(Guest.result + 8))
  }

  private func send(_ guest: Guest, _ socket: UInt64, _ text: String) throws -> Int {
    let (address, count) = guest.put(text, at: Guest.buffer)
    guest.memory.store(UInt32(address), at: Guest.vectors)
    guest.memory.store(UInt32(count), at: Guest.vectors + 4)
    try guest.check(guest.call("sock_send", socket, UInt64(Guest.vectors), 1, 0, UInt64(Guest.result)))
    return Int(guest.u32(Guest.result))
  }

  @Test(arguments: Engine.tested) func streams(engine: Engine) throws {
    let connection = try Connection(Self.stream)
    let guest = try guest(engine, [connection.theirs])
    #expect(try send(guest, 4, "hello") == 5)
    var bytes = [UInt8](repeating: 0, count: 10)
    #expect(read(connection.ours, &bytes, 10) == 5)
    #expect(write(connection.ours, "answer", 6) == 6)
    #expect(try receive(guest, 4, flags: 1).text == "answer")
    #expect(try receive(guest, 4, count: 3).text == "ans")
    #expect(try guest.text(4) == "wer")
    #expect(try guest.write("more", to: 4) == 4)
    #expect(try guest.call("fd_fdstat_set_flags", 4, UInt64(DescriptorFlags.nonblock.rawValue)) == .success)
    #expect(try code { _ = try receive(guest, 4) } == .again)
    #expect(try guest.call("sock_shutdown", 4, 0) == .inval)
    #expect(try guest.call("sock_shutdown", 4, 2) == .success)
    #expect(try code { _ = try send(guest, 4, "x") } == .pipe)
    #expect(try guest.call("fd_fdstat_get", 4, UInt64(Guest.result)) == .success)
    #expect(guest.u16(Guest.result) & 0xFF == FileType.socketStream.rawValue)
  }

  @Test(arguments: Engine.tested) func datagrams(engine: Engine) throws {
    let connection = try Connection(Self.datagram)
    let guest = try guest(engine, [connection.theirs])
    #expect(write(connection.ours, "datagram", 8) == 8)
    let received = try receive(guest, 4, count: 4)
    #expect(received.text == "data" && received.flags == 1)
    #expect(try guest.call("fd_fdstat_get", 4, UInt64(Guest.result)) == .success)
    #expect(guest.u16(Guest.result) & 0xFF == FileType.socketDatagram.rawValue)
  }

  @Test(arguments: Engine.tested) func accepting(engine: Engine) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "bs-\(UInt32.random(in: 0...(.max)))").path
    defer { unlink(path) }
    let listener = socket(AF_UNIX, Self.stream, 0)
    let client = socket(AF_UNIX, Self.stream, 0)
    defer {
      close(listener)
      close(client)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    try withUnsafePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        try #require(bind(listener, pointer, size) == 0 && listen(listener, 1) == 0 && connect(client, pointer, size) == 0)
      }
    }
    let guest = try guest(engine, [listener])
    #expect(try guest.call("sock_accept", 4, 0, UInt64(Guest.result)) == .success)
    #expect(guest.u32(Guest.result) == 5)
    #expect(write(client, "hi", 2) == 2)
    #expect(try receive(guest, 5).text == "hi")
    try guest.close(5)
    var byte: UInt8 = 0
    #expect(read(client, &byte, 1) == 0)
  }

  @Test(arguments: Engine.tested) func otherFilesAreNone(engine: Engine) throws {
    let guest = try guest(engine, [])
    for (number, expected) in [(UInt64(1), Errno.notsock), (3, .notsock), (99, .badf)] {
      #expect(try guest.call("sock_shutdown", number, 1) == expected)
      #expect(try guest.call("sock_accept", number, 0, 0) == expected)
      #expect(try guest.call("sock_send", number, 0, 0, 0, 0) == expected)
      #expect(try guest.call("sock_recv", number, 0, 0, 0, 0, 0) == expected)
    }
  }
}
