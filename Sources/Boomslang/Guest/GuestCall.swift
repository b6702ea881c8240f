/// Something to do in the guest: what the two variants of each public call have in common.
struct GuestCall<Output: Sendable>: Sendable {
  /// Does it, on the guest's thread.
  let run: @Sendable (GuestInstance) throws(GuestFailure) -> GuestOutcome
  /// What it means for the caller. The result is what was written until then.
  let output: @Sendable (GuestOutcome, PythonResult) throws(PythonError) -> Output

  init(
    _ run: @escaping @Sendable (GuestInstance) throws(GuestFailure) -> GuestOutcome,
    output: @escaping @Sendable (GuestOutcome, PythonResult) throws(PythonError) -> Output
  ) {
    self.run = run
    self.output = output
  }
}

/// Bytes to pass to the guest.
private func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

// MARK: Running

extension GuestCall<PythonResult> {
  private init(running run: @escaping @Sendable (GuestInstance) throws(GuestFailure) -> GuestOutcome) {
    self.init(run) { (outcome, result) throws(PythonError) in
      if outcome.status == GuestOutcome.notStarted { throw .initializationFailed(result.stderr) }
      return result
    }
  }

  static func execute(_ source: String, _ name: String) -> GuestCall {
    GuestCall { (guest) throws(GuestFailure) in
      guard guest.has(.executeNamed) else { return try guest.run(.execute, utf8(source)) }
      return try guest.run(.executeNamed, utf8(source), utf8(name))
    }
  }

  static func runFile(_ path: String) -> GuestCall {
    GuestCall { (guest) throws(GuestFailure) in
      guard guest.has(.runFile) else { return try guest.run(.execute, BaseGuest.running(file: path)) }
      return try guest.run(.runFile, utf8(path))
    }
  }

  static func runModule(_ name: String) -> GuestCall {
    GuestCall { (guest) throws(GuestFailure) in
      guard guest.has(.runModule) else { return try guest.run(.execute, BaseGuest.running(module: name)) }
      return try guest.run(.runModule, utf8(name))
    }
  }

  static func loadCode(_ code: PythonCode) -> GuestCall {
    GuestCall { (guest) throws(GuestFailure) in try guest.run(.loadBytecode, code.bytes) }
  }

  static func executeFunction(_ name: String, _ arguments: String) -> GuestCall {
    GuestCall { (guest) throws(GuestFailure) in
      var outcome = try guest.run(.executeFunction, utf8(name), utf8(arguments))
      if outcome.status == 0 { outcome.value = try guest.resultValue() }
      return outcome
    }
  }
}

extension GuestCall<InteractiveResult> {
  /// What the guest returns for the beginning of something.
  private static let incomplete: Int32 = 2

  static func executeInteractive(_ source: String) -> GuestCall {
    GuestCall { (guest) throws(GuestFailure) in
      guard guest.has(.executeInteractive) else { throw .refused(BaseGuest.unsupported("lines of a prompt")) }
      return try guest.run(.executeInteractive, utf8(source))
    } output: { (outcome, result) throws(PythonError) in
      if outcome.status == GuestOutcome.notStarted { throw .initializationFailed(result.stderr) }
      return outcome.status == incomplete ? .incomplete : .complete(result)
    }
  }
}

// MARK: Compiling

extension GuestCall<PythonCode> {
  /// What the guest returns when the room for the bytecode is too small.
  private static let tooLarge: Int32 = -3

  /// - Parameter name: of no consequence for a guest with only the base, which has no names for compiled code.
  static func compile(_ source: String, _ name: String) -> GuestCall {
    GuestCall { (guest) throws(GuestFailure) in
      let text = utf8(source)
      let hasName = guest.has(.compileNamed)
      var room = 64 << 10 + 8 * text.count
      while true {
        let (status, bytes) = try guest.read(upTo: room) { (address) throws(GuestFailure) in
          try guest.call(hasName ? .compileNamed : .compileSource, texts: hasName ? [text, utf8(name)] : [text], address, Int32(clamping: room))
        }
        guard status == tooLarge else {
          try guest.collectOutput()
          return GuestOutcome(status: status, bytes: bytes)
        }
        room *= 4
      }
    } output: { (outcome, result) throws(PythonError) in
      if outcome.hasExited { throw .exited(result) }
      if outcome.status < 0 { throw .compilationFailed(result.stderr) }
      return PythonCode(bytes: outcome.bytes)
    }
  }
}

// MARK: Modules

extension GuestCall<Void> {
  private init(changingModule name: String, _ run: @escaping @Sendable (GuestInstance) throws(GuestFailure) -> GuestOutcome) {
    self.init(run) { (outcome, result) throws(PythonError) in
      if outcome.hasExited { throw .exited(result) }
      if outcome.status != 0 { throw .moduleFailed(name: name, traceback: result.stderr) }
    }
  }

  static func installModule(_ name: String, _ source: String) -> GuestCall {
    GuestCall(changingModule: name) { (guest) throws(GuestFailure) in try guest.run(.installModule, utf8(name), utf8(source)) }
  }

  static func uninstallModule(_ name: String) -> GuestCall {
    GuestCall(changingModule: name) { (guest) throws(GuestFailure) in try guest.run(.uninstallModule, utf8(name)) }
  }
}
