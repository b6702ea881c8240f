import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

@Suite("Numbers of devices")
struct DeviceNumberTests {
  /// They tell mounts apart, and nothing else.
  @Test(arguments: Engine.tested) func areThoseOfTheMounts(_ engine: Engine) throws {
    let cage = try Cage()
    for _ in 0..<3 {
      let shared = MemoryFileSystem()
      try shared.writeFile("f", [1])
      var configuration = WASIConfiguration()
      configuration.mounts = try [
        .init(shared, at: "/a"), .init(cage.fileSystem(), at: "/host"), .init(MemoryFileSystem(), at: "/b"), .init(shared, at: "/same"),
      ]
      let guest = try Guest(engine, configuration)
      let devices = try (3..<7).map { try guest.status($0).device }
      #expect(devices == [1, 2, 3, 1])
      #expect(try guest.status(try guest.openForReading("f", in: 3)).device == 1)
      #expect(try guest.status(0).device == 0)
      // The same after a reset.
      try guest.wasi.reset()
      #expect(try guest.status(5).device == 3)
    }
  }
}
