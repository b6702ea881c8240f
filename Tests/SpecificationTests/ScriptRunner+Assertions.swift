import WasmCore

extension ScriptRunner {
  /// Executes `command`.
  /// - Throws: when what it asserts is not the case.
  func execute(_ command: Command) throws {
    switch command.type {
    case .module, .moduleInstance: try instantiate(command)
    case .moduleDefinition: try define(command)
    case .register: try register(command)
    case .action: _ = try perform(command)
    case .assertReturn: try check(try perform(command), command.expected ?? [])
    case .assertTrap, .assertExhaustion: try expect(trap: command.text) { _ = try perform(command) }
    case .assertException:
      let trap = try self.trap { _ = try perform(command) }
      guard trap.code == .uncaughtException, trap.exception != nil else { throw Failure("an exception was expected, not the trap: \(trap)") }
    case .assertUninstantiable:
      try expect(trap: command.text) {
        let module = try load(command)
        do { _ = try instantiate(module) } catch InstantiationError.trap(let trap) { throw trap }
      }
    case .assertUnlinkable: try expectLinkError(command)
    case .assertInvalid, .assertMalformed: try expectModuleError(command)
    }
  }

  private func check(_ results: [Value], _ expected: [Constant]) throws {
    guard results.count == expected.count, zip(expected, results).allSatisfy({ $0.matches($1) }) else {
      throw Failure("expected \(expected), got \(results)")
    }
  }

  private func trap(_ action: () throws -> Void) throws -> Trap {
    do { try action() } catch let trap as Trap { return trap }
    throw Failure("a trap was expected, and there was none")
  }

  private func expect(trap text: String?, _ action: () throws -> Void) throws {
    guard let text, let code = Trap.Code(testsuiteText: text) else { throw Failure("unknown trap \"\(text ?? "")\"") }
    let trap = try self.trap(action)
    guard trap.code == code else { throw Failure("the trap \"\(text)\" was expected, not: \(trap)") }
  }

  private func expectLinkError(_ command: Command) throws {
    let module = try load(command)
    do { _ = try instantiate(module) } catch InstantiationError.link(let error) {
      switch (command.text, error.reason) {
      case ("unknown import", .missing), ("incompatible import type", .incompatible): return
      default: throw Failure("the link error \"\(command.text ?? "")\" was expected, not: \(error)")
      }
    }
    throw Failure("the link error \"\(command.text ?? "")\" was expected, and there was none")
  }

  private func expectModuleError(_ command: Command) throws {
    do { _ = try load(command) } catch let error as ModuleError {
      switch (command.type, error) {
      case (.assertInvalid, .invalid): return
      // Bytes that need an unsupported proposal are refused without a look at whether they are well-formed.
      case (.assertMalformed, .malformed(let error)) where error.unsupportedProposal == nil: return
      default: throw Failure("\(command.type.rawValue) \"\(command.text ?? "")\", not: \(error)")
      }
    }
    throw Failure("\(command.type.rawValue) \"\(command.text ?? "")\": the module was accepted")
  }
}
