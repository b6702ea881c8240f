import EngineTestSupport
import FuzzSupport
import Testing
import WasmCore

/// Generated modules on both engines.
@Suite("Generated modules")
struct GeneratedModuleTests {
  @Test func theyDoTheSameOnBothEngines() {
    var (modules, functions, invocations) = (0, 0, 0)
    for number in Extent.modules {
      guard let comparison = EngineComparison(number) else { continue }
      modules += 1
      functions += comparison.functionCount
      invocations += comparison.invocationCount
      if let failure = comparison.failure { Issue.record("module \(number): \(failure)") }
    }
    guard Engine.tested.contains(.compiled) else { return }
    print("compared: \(functions) functions of \(modules) generated modules in \(invocations) invocations")
    #expect(modules > Extent.modules.count / 2 && invocations > 5 * functions)
  }

  /// Generated code has all instructions there are.
  @Test func theyHaveAllInstructions() throws {
    var missing = Set(Opcode.allCases)
    for number in UInt64(0)..<300 {
      let image = try #require(WasmImage(EngineComparison.moduleBytes(number)))
      for body in image.bodies ?? [] { missing.subtract(BodyImage(body)?.opcodes ?? []) }
    }
    #expect(missing.isEmpty)
  }
}
