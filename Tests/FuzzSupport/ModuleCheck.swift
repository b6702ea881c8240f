import WasmCore

/// Puts one input through everything that takes bytes from strangers, and looks for what must not happen.
///
/// A crash ends the process; everything else that is wrong comes back as `failure`.
package struct ModuleCheck {
  package enum Outcome: Int, CaseIterable { case malformed, invalid, valid, linked, ran }

  package private(set) var outcome = Outcome.malformed
  package private(set) var failure: String?
  /// Two translations differ, but the module calculates with floats, whose NaN bits may differ.
  package private(set) var unclear: String?

  package init(_ bytes: [UInt8]) {
    var hash = StableHash()
    bytes.withUnsafeBytes { hash.combine($0) }
    let seed = hash.value
    let (eager, lazy) = (Self.load(bytes, .eager), Self.load(bytes, .lazy))
    switch (eager, lazy) {
    case (.failure(let error), .failure(let other)):
      if case .invalid = error { outcome = .invalid }
      if error != other { failure = "eager loading says \(error), lazy loading \(other)" }
    case (.failure(let error), .success(let module)):
      outcome = .invalid
      failure = Self.laterFailure(module, error)
      _ = NameSection(of: module)
      _ = Self.trace(module, .init(), seed)
    case (.success, .failure(let error)): failure = "only lazy loading fails: \(error)"
    case (.success(let module), .success(let lazyModule)):
      outcome = .valid
      _ = NameSection(of: module)
      compare(module, lazyModule, seed)
    }
  }

  /// What is wrong when the bodies of a module, which eager loading rejects with an error, are validated after loading.
  private static func laterFailure(_ module: Module, _ expected: ModuleError) -> String? {
    do {
      try module.validateBodies()
      return "eager loading says \(expected), later validation says nothing"
    } catch { return error == expected ? nil : "eager loading says \(expected), later validation \(error)" }
  }

  private static func load(_ bytes: [UInt8], _ validation: Module.Validation) -> Result<Module, ModuleError> {
    do { return .success(try Module.load(bytes, validation: validation)) } catch { return .failure(error) }
  }

  private static func trace(_ module: Module, _ mode: Execution.Mode, _ seed: UInt64) -> Trace {
    let execution = Execution(module, mode, seed: seed)
    execution.run()
    return execution.trace
  }

  /// Runs a valid module in four ways, which must not differ.
  private mutating func compare(_ module: Module, _ lazyModule: Module, _ seed: UInt64) {
    let first = Self.trace(module, .init(translatesFirst: true), seed)
    if first.hasLinked { outcome = .linked }
    if first.hasInvoked { outcome = .ran }
    guard first.hasLinked else { return }
    let again = Self.trace(lazyModule, .init(), seed)
    if again != first { failure = "two runs differ " + Trace.difference(first.events, again.events) }
    let plain = Self.trace(module, .init(isPlain: true), seed)
    if plain.events != first.events {
      report("the plain translation differs " + Trace.difference(first.events, plain.events), module)
    }
    if !first.ranOutOfFuel {
      let unmetered = Self.trace(module, .init(isMetered: false), seed)
      if unmetered.withoutFuel != first.withoutFuel {
        report("the unmetered translation differs " + Trace.difference(first.withoutFuel, unmetered.withoutFuel), module)
      }
    }
    if first.ranOutOfFuel, seed.isMultiple(of: 16) {
      // Whatever it does, it must stop; a guest that does not makes the fuzzer report a hang.
      _ = Self.trace(module, .init(isMetered: false, isInterrupted: true), seed)
    }
    if let error = first.invalidBody ?? again.invalidBody { failure = "a validated body is not valid: \(error)" }
  }

  private mutating func report(_ difference: String, _ module: Module) {
    if failure == nil, Self.mayMakeNaN(module) { unclear = difference } else { failure = failure ?? difference }
  }

  /// Whether a body has an instruction whose NaN depends on the order of its operands, which the translations may swap.
  private static func mayMakeNaN(_ module: Module) -> Bool {
    let opcodes: Set<Opcode> = [
      .f32Add, .f32Sub, .f32Mul, .f32Div, .f32Min, .f32Max, .f64Add, .f64Sub, .f64Mul, .f64Div, .f64Min, .f64Max,
    ]
    return module.contents.bodies.contains { body in
      BodyImage(module.bytes[body.range])?.opcodes.contains(where: opcodes.contains) ?? true
    }
  }
}
