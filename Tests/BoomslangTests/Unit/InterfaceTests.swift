import Boomslang
import Testing
import WasmCore

/// What is told of a guest that is none, or not the right one.
@Suite("The guest's interface")
struct InterfaceTests {
  private func error(_ change: (inout FakeGuest) -> Void) -> PythonError? {
    var guest = FakeGuest()
    change(&guest)
    return pythonError { _ = try guest.instance() }
  }

  @Test func aGuestWithVersionOneIsFine() throws {
    let instance = try FakeGuest().instance()
    #expect(try instance.execute("0").exitCode == 0)
    #expect(instance.heapPages == 2)
    #expect(instance.heapBytes == 2 << 16)
  }

  @Test(arguments: GuestFunction.allCases)
  func everyExportIsNeeded(function: GuestFunction) {
    // Without its version the guest is one with only the base.
    if function == .abiVersion { return }
    let found = error {
      $0.missing = [function.name]
      $0.version = 2
      $0.manifestVersion = 2
    }
    guard case .guestInvalid(let message)? = found else {
      Issue.record("the guest was accepted")
      return
    }
    #expect(message.contains("\"\(function.name)\""))
  }

  @Test func earlierVersionsHaveFewer() throws {
    let instance = try FakeGuest(version: 1, missing: [GuestFunction.suspend.name]).instance()
    #expect(try instance.execute("0").exitCode == 0)
    guard case .imageImpossible? = pythonError({ _ = try instance.freeze() }) else {
      Issue.record("a guest without images has made one")
      return
    }
    #expect(try instance.execute("0").exitCode == 0)
  }

  @Test(arguments: [GuestFunction.execute, .getHeapPages, .runFile])
  func everyExportHasItsType(function: GuestFunction) {
    guard case .guestInvalid(let message)? = error({ $0.mistyped = function.name }) else {
      Issue.record("the guest was accepted")
      return
    }
    #expect(message.contains(function.name) && message.contains("[i64]"))
  }

  @Test func theMemoryIsNeeded() {
    guard case .guestInvalid? = error({ $0.missing = ["memory"] }) else {
      Issue.record("the guest was accepted")
      return
    }
  }

  @Test func anImportThatTheHostDoesNotHave() {
    guard case .guestInvalid(let message)? = error({ $0.hasUnknownImport = true }) else {
      Issue.record("the guest was accepted")
      return
    }
    #expect(message.contains("telephone"))
  }

  @Test func aLaterVersionSaidByTheGuest() {
    guard case .abiMismatch(found: 3, supported: 2)? = error({ $0.version = 3 }) else {
      Issue.record("the guest was accepted")
      return
    }
  }

  @Test func aLaterVersionSaidByTheManifest() {
    guard case .abiMismatch(found: 4, supported: 2)? = error({ $0.manifestVersion = 4 }) else {
      Issue.record("the guest was accepted")
      return
    }
  }

  @Test func pythonThatCannotBeStarted() {
    guard case .initializationFailed? = error({ $0.initializationStatus = 1 }) else {
      Issue.record("the guest was accepted")
      return
    }
  }

  // MARK: Only the base

  @Test func theBaseIsEnough() throws {
    let instance = try FakeGuest(version: nil).instance()
    #expect(!instance.interrupt())
    let result = try instance.execute("0")
    #expect(result.stdout == FakeGuest.output)
    #expect(result.exitCode == 0)
    #expect(try instance.executeFunction("f").value == nil)
  }

  @Test func outputThatTheBaseKeepsIsLimited() throws {
    let instance = try FakeGuest(version: nil).instance { $0.limits.maximumOutput = 2 }
    let result = try instance.execute("0")
    #expect(result.stdout == "ou")
    #expect(result.isStdoutTruncated)
  }

  @Test func aPromptIsMoreThanTheBase() throws {
    let instance = try FakeGuest(version: nil).instance()
    guard case .guestInvalid? = pythonError({ _ = try instance.executeInteractive("1") }) else {
      Issue.record("no error")
      return
    }
    #expect(!instance.isPoisoned)
  }
}
