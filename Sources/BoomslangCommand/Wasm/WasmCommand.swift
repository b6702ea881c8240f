import CommandSupport
import WASI
import WasmCore

/// `boomslang wasm`: runs any module.
enum WasmCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    let options = try WasmOptions(arguments)
    if options.asksForHelp { return Usage.show(Usage.wasm) }
    do {
      return try execute(options)
    } catch let problem as UsageProblem {
      throw UsageProblem("\(options.file): \(problem.message)")
    } catch let problem as FileProblem {
      throw problem
    } catch let error as ModuleBytes.FileError {
      Console.error("boomslang: \(error)")
      return ExitCode.input
    } catch let trap as Trap where trap.code == .argumentMismatch {
      throw UsageProblem("\(options.file): \(trap)")
    } catch let trap as Trap {
      return report(trap, options)
    } catch InstantiationError.trap(let trap) {
      return report(trap, options)
    } catch ModuleError.stopped {
      return stopped(options)
    } catch {
      Console.error("boomslang: \(options.file): \(error)")
      return ExitCode.failure
    }
  }

  private static func report(_ trap: Trap, _ options: WasmOptions) -> Int32 {
    if let code = trap.exitCode { return Guest.exitCode(code) }
    if trap.code == .interrupted { return stopped(options, trap.backtrace) }
    Console.error("boomslang: \(options.file): trap: \(trap)")
    return trap.code == .outOfFuel ? ExitCode.limit : ExitCode.trap
  }

  /// The time was over: while the module was loaded, in the guest, or where nothing looks for a stop, which is noticed at the end.
  private static func stopped(_ options: WasmOptions, _ backtrace: [Trap.Frame] = []) -> Int32 {
    let time = PythonFailure.stopped(after: .seconds(options.timeout ?? 0))
    Console.error((["boomslang: \(options.file): \(time)"] + backtrace.map { "  at \($0)" }).joined(separator: "\n"))
    return ExitCode.limit
  }

  private static func execute(_ options: WasmOptions) throws -> Int32 {
    let start = Console.processorTime()
    let limit = TimeLimit(seconds: options.timeout)
    let bytes = try ModuleBytes(contentsOfFile: options.file)
    let module = try Module.load(bytes, validation: options.validatesEagerly ? .eager : .lazy) { limit.isOver }
    let loaded = Console.processorTime()
    if options.onlyChecks { return try check(module, options, limit, loadTime: loaded - start) }
    let profile = try options.profile.map { path throws(FileProblem) in try ProfileFile(path) }
    var configuration = Store.Configuration()
    configuration.metersFuel = options.fuel != nil
    configuration.profilesFunctions = options.profile != nil
    if let stackSize = options.stackSize { configuration.stackSize = stackSize }
    let store = Store(configuration: configuration)
    if let fuel = options.fuel { store.fuel = fuel }
    limit.stop(store.interruptHandle)
    defer { limit.end() }

    let wasi = try Guest.host(options)
    var linker = Linker(store: store)
    wasi.define(in: &linker)
    let instance = try linker.instantiate(module)
    let instantiated = Console.processorTime()
    let exitCode = try run(instance, wasi, options)
    guard !store.interruptHandle.isInterrupted else { return stopped(options) }
    if options.printsStatistics {
      let end = Console.processorTime()
      Console.error(
        """
        engine       \(instance.engine.rawValue)
        load         \(milliseconds(loaded - start))  (\(module.bytes.count) bytes, \(module.functionCount) functions)
        instantiate  \(milliseconds(instantiated - loaded))
        run          \(milliseconds(end - instantiated))  (of it translation: \(milliseconds(instance.translationTime)))
        translated   \(instance.translatedFunctionCount) functions
        """)
      if options.fuel != nil { Console.error("fuel left    \(store.fuel)") }
    }
    if exitCode == 0 { try profile?.save(instance.functionWeights, of: module) }
    return exitCode
  }

  /// Calls the function asked for, or runs a command, or prepares a reactor; a module that is neither has run already.
  private static func run(_ instance: Instance, _ wasi: WASIHost, _ options: WasmOptions) throws -> Int32 {
    guard let name = options.invoke else {
      if instance.function("_start") != nil { return Guest.exitCode(try wasi.run(instance)) }
      try wasi.initialize(instance)
      return 0
    }
    guard let function = instance.function(name) else { throw unknownFunction(name, instance.module) }
    let arguments = try parse(options.invokeArguments, function.type)
    try wasi.initialize(instance)
    for result in try function.invoke(arguments) { print(result) }
    return 0
  }

  private static func check(_ module: Module, _ options: WasmOptions, _ limit: TimeLimit, loadTime: Double) throws -> Int32 {
    let start = (processor: Console.processorTime(), elapsed: Console.elapsedTime())
    try module.translateFunctions(isMetered: options.fuel != nil) { limit.isOver }
    let time = Console.processorTime() - start.processor
    let elapsed = Console.elapsedTime() - start.elapsed
    if options.printsStatistics {
      func rate(_ seconds: Double) -> Int { Int(Double(module.codeSectionSize) / (loadTime + seconds) / 1e6) }
      Console.error(
        """
        load         \(milliseconds(loadTime))  (\(module.bytes.count) bytes, \(module.functionCount) functions)
        translate    \(milliseconds(time))  (\(module.codeSectionSize) bytes of code, with loading \(rate(time)) MB/s)
        elapsed      \(milliseconds(elapsed))  (with loading \(rate(elapsed)) MB/s)
        """)
    }
    return 0
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let micro = Int(seconds * 1e6)
    let fraction = String(micro % 1000)
    return "\(micro / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) ms"
  }

  private static func unknownFunction(_ name: String, _ module: Module) -> UsageProblem {
    let names = module.exports.compactMap { export in
      if case .function = export.index { ShownName.text(export.name) } else { nil }
    }
    let shown = 20
    let more = names.count > shown ? ", and \(names.count - shown) more" : ""
    return UsageProblem("no function is exported as \"\(name)\"; there are: \(names.prefix(shown).joined(separator: ", "))\(more)")
  }

  /// Numbers from the command line: decimal or, for integers, hexadecimal with 0x, signed or unsigned.
  private static func parse(_ texts: [String], _ type: FunctionType) throws -> [Value] {
    guard texts.count == type.parameters.count else {
      throw UsageProblem("\(texts.count) arguments for a function of type \(type)")
    }
    return try zip(texts, type.parameters).map { text, type in
      let value: Value? =
        switch type {
        case .i32: integer(text, Int32.self, UInt32.self).map(Value.i32)
        case .i64: integer(text, Int64.self, UInt64.self).map(Value.i64)
        case .f32: Float(text).map(Value.f32)
        case .f64: Double(text).map(Value.f64)
        default: nil
        }
      guard let value else { throw UsageProblem("argument \"\(text)\" is no \(type)") }
      return value
    }
  }

  private static func integer<S: FixedWidthInteger, U: FixedWidthInteger>(_ text: String, _: S.Type, _: U.Type) -> S? {
    if text.hasPrefix("0x") { return U(text.dropFirst(2), radix: 16).map { S(truncatingIfNeeded: $0) } }
    if text.hasPrefix("-0x") { return S("-" + text.dropFirst(3), radix: 16) }
    return S(text) ?? U(text).map { S(truncatingIfNeeded: $0) }
  }
}
