import Boomslang
import Foundation
import Testing

@Suite("The guest's folder")
struct GuestFolderTests {
  private func guest(_ manifest: String?, module: [UInt8]? = nil) throws -> PythonGuest {
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-guest-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    if let manifest { try Data(manifest.utf8).write(to: folder.appending(path: "guest.json")) }
    if let module { try Data(module).write(to: folder.appending(path: "boomslang.wasm")) }
    let guest = try PythonGuest(directory: folder.path)
    if module != nil {
      var configuration = PythonExecutorFactory.Configuration()
      configuration.guest = guest
      configuration.engine = .interpreter
      _ = try PythonExecutorFactory(configuration)
    }
    return guest
  }

  @Test func theManifest() throws {
    let text = """
      {"abi": 1, "python": "3.13.5", "home": "usr", "sha256": "ab", "new": [1],
       "packages": [{"name": "CPython", "version": "3.13.5"}, {"name": "zlib", "version": "1.3"}]}
      """
    let manifest = try guest(text).manifest
    #expect(manifest.abi == 1)
    #expect(manifest.python == "3.13.5")
    #expect(manifest.packages.map(\.name) == ["CPython", "zlib"])
    #expect(manifest.packages.map(\.version) == ["3.13.5", "1.3"])
    #expect(manifest.sha256 == "ab")
  }

  @Test(arguments: ["", "{", "[]", "{}", #"{"abi": "1"}"#, #"{"abi": -1}"#, #"{"abi": 1, "packages": [{"name": "x"}]}"#, "\u{0}"])
  func manifestsThatAreNone(text: String) throws {
    guard case .guestInvalid(let message)? = pythonError({ _ = try guest(text) }) else {
      Issue.record("accepted")
      return
    }
    #expect(message.contains("guest.json"))
  }

  @Test func nothingThere() {
    guard case .guestNotFound? = pythonError({ _ = try guest(nil) }),
      case .guestNotFound(let message)? = pythonError({ _ = try PythonGuest(directory: "/no/such/folder") })
    else {
      Issue.record("a guest was found")
      return
    }
    #expect(message.contains("/no/such/folder"))
  }

  @Test func partsThatAreMissing() throws {
    guard case .guestInvalid? = pythonError({ _ = try guest(#"{"abi": 1}"#, module: [0, 1, 2]) }) else {
      Issue.record("accepted a module that is none")
      return
    }
    guard case .guestNotFound? = pythonError({ _ = try guest(#"{"abi": 1}"#, module: FakeGuest().module) }) else {
      Issue.record("accepted a guest without a standard library")
      return
    }
  }

  @Test func whereItIsLookedFor() throws {
    func directory(_ variables: [String: String]) throws(PythonError) -> String { try PythonGuest.installedDirectory { variables[$0] } }
    let all = ["BOOMSLANG_GUEST": "/g", "BOOMSLANG_CACHE": "/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"]
    #expect(try directory(all) == "/g")
    #expect(try directory(all.filter { $0.key != "BOOMSLANG_GUEST" }) == "/c/guest/current")
    #expect(try directory(["XDG_CACHE_HOME": "/x", "HOME": "/h"]) == "/x/boomslang/guest/current")
    #expect(try directory(["HOME": "/h"]) == "/h/.cache/boomslang/guest/current")
    guard case .guestNotFound? = pythonError({ _ = try directory([:]) }) else {
      Issue.record("found somewhere")
      return
    }
  }

  /// Tells in the log of every run whether Python was tested.
  @Test func theGuestIsThereOrAbsent() {
    print(TestGuest.guest.map { "guest: \($0.directory), Python \($0.manifest.python)" } ?? "guest: NOT RUN, \(TestGuest.howToGetIt)")
  }
}
