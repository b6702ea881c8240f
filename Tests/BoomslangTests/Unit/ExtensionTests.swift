import Boomslang
import Testing
import WasmCore

/// Functions of the host that the guest's own modules import.
@Suite("Extensions")
struct ExtensionTests {
  private static let type = FunctionType(parameters: [.i32], results: [.i32])

  private func anExtension(
    _ name: String = "extension", _ type: FunctionType = Self.type, _ body: @escaping PythonExtension.Import.Implementation = { _, _ in [.i32(0)] }
  ) -> PythonExtension {
    PythonExtension(name: "mine", imports: [.init(module: "test", name: name, type: type, implementation: body)])
  }

  private func mismatch(_ extensions: [PythonExtension], needed: Bool = true) -> String? {
    let error = pythonError { _ = try FakeGuest(needsExtension: needed).instance { $0.extensions = extensions } }
    guard case .incompatibleExtension(let message)? = error else { return nil }
    return message
  }

  @Test func theGuestCallsIt() throws {
    let instance = try FakeGuest(needsExtension: true).instance {
      $0.extensions = [
        anExtension { _, arguments in
          guard case .i32(let number) = arguments[0] else { return [.i32(0)] }
          return [.i32(number + 1)]
        }
      ]
    }
    #expect(try instance.execute(.callExtension).exitCode == 42)
  }

  @Test func oneThatIsMissing() throws {
    let message = try #require(mismatch([]))
    #expect(message.contains("\"test\" \"extension\""))
  }

  @Test func oneThatTheGuestDoesNotImport() throws {
    #expect(try #require(mismatch([anExtension()], needed: false)).contains("mine"))
    #expect(mismatch([anExtension(), anExtension("other")]) != nil)
  }

  @Test func oneThatTwoProvide() { #expect(mismatch([anExtension(), anExtension()]) != nil) }

  @Test func oneOfAnotherType() throws {
    let message = try #require(mismatch([anExtension("extension", FunctionType(parameters: [.i64], results: [.i32]))]))
    #expect(message.contains("[i64]") && message.contains("[i32]"))
  }

  @Test func oneThatThrows() throws {
    struct Failure: Error {}
    let instance = try FakeGuest(needsExtension: true).instance { $0.extensions = [anExtension { _, _ in throw Failure() }] }
    guard case .trapped(let trap, _)? = pythonError({ _ = try instance.execute(.callExtension) }) else {
      Issue.record("no trap")
      return
    }
    #expect(trap.cause is Failure)
    #expect(instance.isPoisoned)
  }
}
