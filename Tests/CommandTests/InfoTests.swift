import CommandTestSupport
import Foundation
import Testing

@Suite("boomslang info", .needsGuest)
struct InfoTests {
  @Test func text() throws {
    let outcome = try Command.run(["info"])
    #expect(outcome.code == 0)
    for line in ["boomslang  ", "Python     3.", "engine     ", "compiled   ", "guest      /", "packages   CPython 3."] {
      #expect(outcome.output.contains(line), "\(outcome)")
    }
    let isCompiled = outcome.output.contains("engine     compiled")
    #expect(!isCompiled || outcome.output.contains("compiled   available"))
    #expect(outcome.errors.isEmpty == isCompiled && (isCompiled || outcome.errors.hasPrefix("warning: ")))
  }

  private struct Information: Decodable {
    let boomslang: String
    let python: String
    let engine: String
    let aot_available: Bool
    let abi: Int
    let guest: String
    let guest_bytes: Int
    let sha256: String?
    let packages: [String: String]
    let warning: String?
  }

  @Test func json() throws {
    let outcome = try Command.run(["info", "--json"])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    let information = try JSONDecoder().decode(Information.self, from: Data(outcome.output.utf8))
    #expect(information.abi == 2 && information.python == information.packages["CPython"] && information.guest_bytes > 1_000_000)
    #expect(information.guest.hasPrefix("/") && (information.warning == nil) == (information.engine == "compiled"))
    #expect(try Command.run(["info", "--guest", information.guest]).output.contains(information.guest))
  }
}
