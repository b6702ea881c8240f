import Foundation
import Testing
import WASI

@Suite("Images of what a guest has open")
struct DescriptorImageTests {
  private func image(_ items: String) throws -> DescriptorImage {
    try JSONDecoder().decode(DescriptorImage.self, from: Data(#"{"items": [\#(items)], "mountCount": 0, "isInitial": false}"#.utf8))
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
    for path in ["../../etc/passwd", "/etc/passwd", "nothing"] {
      #expect(throws: Errno.self) { try host.reset(image: image(item(5, #"{"opened": {"mount": 0, "path": "\#(path)", "_2": \#(options)}}"#))) }
    }
  }
}
