import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

@Suite("Images of what a guest has open")
struct DescriptorImageTests {
  private func image(_ items: String, mounts: String = "") throws -> DescriptorImage {
    try JSONDecoder().decode(DescriptorImage.self, from: Data(#"{"items": [\#(items)], "mounts": [\#(mounts)], "isInitial": false}"#.utf8))
  }

  private func item(_ number: Int, _ origin: String) -> String {
    #"{"number": \#(number), "origin": \#(origin), "rights": 0, "inheriting": 0, "flags": 0}"#
  }

  @Test func theInitialOne() throws {
    let host = try WASIHost()
    let image = try host.freezeDescriptors()
    #expect(image.isInitial)
    try host.reset(image: image)
    #expect(try host.freezeDescriptors() == image)
  }

  @Test func forgedNumbers() throws {
    let host = try WASIHost()
    for number in [-1, Int.min, Int.max, 1024, 1_000_000_000] {
      #expect(throws: Errno.badf) { try host.reset(image: image(item(number, #"{"stream": {"_0": 0}}"#))) }
    }
    try host.reset(image: image(item(1023, #"{"stream": {"_0": 0}}"#)))
  }

  @Test func forgedOrigins() throws {
    var configuration = WASIConfiguration()
    configuration.mounts = [.init(MemoryFileSystem(), at: "/")]
    let host = try WASIHost(configuration)
    for origin in [#"{"stream": {"_0": 7}}"#, #"{"mount": {"_0": 1}}"#, #"{"mount": {"_0": -1}}"#, #"{"socket": {}}"#, #"{"tooFar": {}}"#] {
      #expect(throws: Errno.badf, "\(origin)") { try host.reset(image: image(item(5, origin))) }
    }
    let options = #"{"reads": true, "writes": false, "creates": false, "isExclusive": false, "truncates": false, "isDirectory": false, "flags": 0}"#
    for (path, reason) in [("../../etc/passwd", Errno.perm), ("/etc/passwd", .perm), ("nothing", .noent)] {
      let origin = #"{"opened": {"mount": 0, "path": "\#(path)", "_2": \#(options)}}"#
      #expect(throws: Errno.badf) { try host.reset(image: image(item(5, origin))) }
      try host.reset(image: image(item(5, origin), mounts: #""/""#))
      #expect(host.lostFiles.map(\.reason) == [reason] && host.lostFiles.map(\.number) == [5])
    }
    try host.reset()
    #expect(host.lostFiles.isEmpty)
  }

  /// A number that a guest can use for a mount that its image does not know.
  @Test(arguments: Engine.tested) func moreMounts(engine: Engine) throws {
    var configuration = WASIConfiguration()
    configuration.mounts = [.init(MemoryFileSystem(), at: "/a")]
    configuration.firstFileNumber = 6
    let guest = try Guest(engine, configuration)
    #expect(try guest.open("file", creates: true) == 6)
    #expect(try guest.open("other", creates: true) == 7)
    let image = try guest.wasi.freezeDescriptors()
    func reset(_ paths: String...) throws -> [UInt8] {
      var others = configuration
      others.mounts = paths.map { $0 == "/a" ? configuration.mounts[0] : .init(MemoryFileSystem(), at: $0) }
      try guest.wasi.reset(others, image: image)
      return try (3...8).map { number in try guest.call("fd_prestat_get", UInt64(number), UInt64(Guest.result)) == .success ? 1 : 0 }
    }
    #expect(try reset("/a") == [1, 0, 0, 0, 0, 0])
    #expect(try reset("/a", "/b", "/c") == [1, 1, 1, 0, 0, 0] && guest.wasi.lostFiles.isEmpty)
    #expect(try reset("/b", "/c") == [1, 1, 0, 0, 0, 0] && guest.wasi.lostFiles.map(\.path) == ["/a/file", "/a/other"])
    #expect(try guest.call("fd_filestat_get", 6, UInt64(Guest.result)) == .stale)
    let (path, count) = guest.put("file")
    #expect(try guest.call("path_unlink_file", 6, path, count) == .stale)
    #expect(throws: Errno.badf) { try reset("/a", "/b", "/c", "/d") }
  }
}
