import Boomslang
import Foundation
import Testing

/// Suites that need the guest are skipped without it. Where it has just been built, that must not happen unseen.
@Suite("The guest of the tests")
struct GuestPresenceTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["BOOMSLANG_TESTS_NEED_GUEST"] != nil, "only make test has built it for sure"))
  func isThere() throws {
    let guest = try PythonGuest.installed()
    #expect(guest.manifest.abi == 2)
    #expect(try TestGuest.python(.interpreter).execute("1").succeeded)
  }
}
