import Boomslang
import Testing
import WASI

/// Options that make no sense are refused with an explanation that names them, before anything runs.
@Suite("Options that are refused")
struct OptionsValidationTests {
  private func message(_ change: (inout PythonInstance.Options) -> Void) -> String? {
    guard case .invalidOptions(let message)? = pythonError({ _ = try FakeGuest().instance { change(&$0) } }) else { return nil }
    return message
  }

  private func message(mounts paths: ByteString...) -> String? {
    message { $0.mounts = paths.map { .init(MemoryFileSystem(), at: $0) } }
  }

  @Test func textsWithoutNULs() {
    #expect(message { $0.arguments = ["a", "b\0c"] }?.contains("arguments") == true)
    #expect(message { $0.environment = ["A\0B": "c"] }?.contains("environment") == true)
    #expect(message { $0.environment = ["A": "b\0c"] }?.contains("environment") == true)
    #expect(message { $0.currentDirectory = "/work\0" }?.contains("currentDirectory") == true)
    #expect(message(mounts: "/a\0b")?.contains("mounts") == true)
  }

  @Test func namesOfVariables() {
    #expect(message { $0.environment = ["": "x"] }?.contains("environment") == true)
    #expect(message { $0.environment = ["A=B": "x"] }?.contains("A=B") == true)
  }

  @Test func directories() {
    for directory in ["", "work", "./work"] { #expect(message { $0.currentDirectory = directory }?.contains("currentDirectory") == true) }
  }

  @Test(arguments: ["", "/", "//", "data", "/work", "/work/", "//work", "/usr", "/usr/", "/usr/lib/python3.13/json", "/lib", "/tmp//", "/a/../b", "/./a", "/a/.."])
  func pathsOfMounts(_ path: String) {
    #expect(message(mounts: ByteString(path))?.contains("mounts") == true)
  }

  @Test func placesThatTwoMountsHave() {
    #expect(message(mounts: "/a", "/b", "/a") != nil)
    #expect(message(mounts: "/a", "/a/") != nil)
    #expect(message(mounts: "/a/b", "/a//b") != nil)
  }

  @Test func whatIsFine() throws {
    let instance = try FakeGuest().instance {
      $0.arguments = ["", "=", "\u{1F40D}"]
      $0.environment = ["A": "", "é": "=", "A B": "c"]
      $0.currentDirectory = "/nowhere"
      $0.mounts = [.init(MemoryFileSystem(), at: "/usr2/"), .init(MemoryFileSystem(), at: "/work/data"), .init(MemoryFileSystem(), at: "/work/data/inner")]
    }
    #expect(try instance.execute("0").exitCode == 0)
  }

  @Test func optionsOfFactories() throws {
    for change: (inout PythonExecutorFactory.Configuration) -> Void in [
      { $0.environment = ["A=": "b"] }, { $0.pythonPath = ["/a", "b"] }, { $0.pythonPath = ["/a\0"] },
    ] {
      try FakeGuest().withGuest { guest in
        var configuration = PythonExecutorFactory.Configuration()
        configuration.guest = guest
        change(&configuration)
        guard case .invalidOptions? = pythonError({ _ = try PythonExecutorFactory(configuration) }) else {
          Issue.record("\(configuration)")
          return
        }
      }
    }
  }
}
