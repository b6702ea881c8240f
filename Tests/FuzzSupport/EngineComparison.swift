import EngineTestSupport
import WasmCore

/// Runs a generated module on both engines: results, traps, what the host is told, and in the end memories, tables and globals
/// must be the same.
///
/// Runs of the interpreter, which counts, find the invocations that come upon a limit: those are left out. In the end one runs all the
/// same, to be stopped from outside.
package struct EngineComparison {
  package private(set) var failure: String?
  package private(set) var invocationCount = 0
  package let functionCount: Int

  private static let fuel: UInt64 = 100_000
  private static let rounds = 12

  /// The generated module with that number.
  package static func moduleBytes(_ number: UInt64) -> [UInt8] {
    var generator = ModuleGenerator(random: FuzzRandom(seed: number), isDeterministic: true)
    return generator.makeModule()
  }

  /// - Returns: nil when the module with that number cannot be started within the limits, or is not compiled yet.
  package init?(_ number: UInt64) {
    let module: Module
    do { module = try Module.tested(Self.moduleBytes(number)) } catch { fatalError("module \(number): \(error)") }
    guard Engine.tested.contains(.compiled) else { return nil }
    functionCount = module.contents.bodies.count
    var skipped: Set<Int> = []
    while let limited = Self.run(module, .init(fuel: Self.fuel, rounds: Self.rounds, skipped: skipped), number).limited {
      guard limited > 0 else { return nil }
      skipped.insert(limited)
    }
    let runs = [Engine.interpreter, .compiled].map {
      Self.run(module, .init(engine: $0, isMetered: false, rounds: Self.rounds, skipped: skipped), number)
    }
    invocationCount = runs[0].invocationCount - skipped.count
    if let instance = runs[1].instance, instance.engine != .compiled || !instance.isWhollyOnItsEngine { failure = "not everything is compiled" }
    let traces = runs.map(\.trace.acrossEngines)
    if traces[0] != traces[1] { failure = "the engines differ " + Trace.difference(traces[0], traces[1]) }
    if !skipped.isEmpty { _ = Self.run(module, .init(engine: .compiled, isMetered: false, isInterrupted: true), number) }
  }

  private static func run(_ module: Module, _ mode: Execution.Mode, _ seed: UInt64) -> Execution {
    let execution = Execution(module, mode, seed: seed)
    execution.run()
    return execution
  }
}
