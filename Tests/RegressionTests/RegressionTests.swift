import Foundation
import FuzzSupport
import Testing

/// Inputs that once made the engine fail; each file says how.
@Suite struct RegressionTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Regressions")

  static var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".hex") }.sorted()
  }

  @Test(arguments: files)
  func nothingFails(_ file: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
    let bytes = try #require(HexFile.decode(text))
    #expect(ModuleCheck(bytes).failure == nil)
  }
}
