import Dispatch
import WasmCore

/// Runs a module in a store of its own, with small limits, and notes what happens.
final class Execution {
  struct Mode {
    var engine = Engine.interpreter
    var isMetered = true
    /// What an invocation may spend.
    var fuel: UInt64 = 4_000
    /// How often functions are called: all of them, then always half of them.
    var rounds = 2
    /// The numbers of invocations that do not take place.
    var skipped: Set<Int> = []
    var isPlain = false
    /// Translate everything before anything runs.
    var translatesFirst = false
    /// Stop the guest from another thread soon after it starts.
    var isInterrupted = false
  }

  let module: Module
  let store: Store
  var trace = Trace()
  var instance: Instance?
  /// How many host functions have been called: what they do depends on it.
  var hostCallCount = 0
  var depth = 0
  private let mode: Mode
  private var random: FuzzRandom

  /// How many invocations there were, and which of them first came upon a limit, of fuel or stack.
  private(set) var invocationCount = 0
  private(set) var limited: Int?
  private static let maximumInvocations = 24

  init(_ module: Module, _ mode: Mode, seed: UInt64) {
    self.module = module
    self.mode = mode
    random = FuzzRandom(seed: seed)
    var configuration = Store.Configuration()
    configuration.engine = mode.engine
    configuration.stackSize = 256 << 10
    configuration.maximumMemorySize = 32 * MemoryType.pageSize
    configuration.maximumTableSize = 20_000
    configuration.maximumTotalMemorySize = 64 * MemoryType.pageSize
    configuration.maximumTotalTableSize = 40_000
    configuration.maximumHostDepth = 10
    configuration.metersFuel = mode.isMetered
    configuration.translatesPlainly = mode.isPlain
    store = Store(configuration: configuration)
  }

  /// Links, starts, and calls what is exported.
  func run() {
    store.fuel = mode.fuel
    if mode.isInterrupted {
      let handle = store.interruptHandle
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(1)) { handle.interrupt() }
    }
    do {
      instance = try store.instantiate(module, imports: try imports())
    } catch let error as InstantiationError {
      guard case .trap(let trap) = error else { return trace.add(.linkError) }
      note(trap)
    } catch { return trace.add(.linkError) }
    trace.hasLinked = true
    trace.add(.started, 0)
    guard let instance else { return }
    if mode.translatesFirst { translate() }
    let functions = module.exports.filter { if case .function = $0.index { true } else { false } }
    for round in 0..<mode.rounds {
      for export in functions.prefix(Self.maximumInvocations) where round == 0 || random.oneIn(2) {
        guard let function = instance.function(export.name) else { continue }
        invocationCount += 1
        if !mode.skipped.contains(invocationCount) { invoke(function) }
      }
    }
    noteState(instance)
  }

  private func translate() {
    do { try module.translateFunctions(isMetered: mode.isMetered) } catch { noteInvalidBody(error) }
  }

  private func invoke(_ function: Function) {
    store.fuel = mode.fuel
    let arguments = function.type.parameters.map(argument)
    trace.hasInvoked = true
    do {
      let results = try function.invoke(arguments)
      for (index, value) in results.enumerated() { trace.add(.result, index, word(of: value)) }
    } catch { note(error) }
    trace.add(.fuel, 0, mode.isMetered ? store.fuel : 0)
  }

  private func argument(_ type: ValueType) -> Value {
    let number = random.oneIn(2) ? UInt64(random.below(40)) : random.interestingInteger()
    switch type {
    case .i32: return .i32(Int32(truncatingIfNeeded: number))
    case .i64: return .i64(Int64(bitPattern: number))
    case .f32: return .f32(random.oneIn(2) ? Float(bitPattern: UInt32(truncatingIfNeeded: number)) : Float(number))
    case .f64: return .f64(random.oneIn(2) ? Double(bitPattern: number) : Double(number))
    case .externref: return .reference(.extern(ExternReference(UInt(number >> 1))))
    default: return hostDefault(type) ?? .i32(0)
    }
  }

  // MARK: Notes

  func note(_ trap: Trap) {
    trace.add(.trap, 0, UInt64(trap.code.rawValue))
    // The function whose frame did not fit is in the backtrace when this was its first call, which translates it.
    if trap.code != .callStackExhausted {
      var hash = StableHash()
      for frame in trap.backtrace { hash.combine(UInt64(frame.functionIndex)) }
      trace.add(.backtrace, trap.backtrace.count, hash.value)
    }
    if trap.code == .outOfFuel { trace.ranOutOfFuel = true }
    if trap.code == .outOfFuel || trap.code == .callStackExhausted { limited = limited ?? invocationCount }
    if trap.code == .invalidFunction { noteInvalidBody(trap.cause ?? trap) }
    for (index, value) in (trap.exception?.values ?? []).enumerated() { trace.add(.exception, index, word(of: value)) }
  }

  /// More stack slots than the interpreter can address are no fault of the validator.
  private func noteInvalidBody(_ error: any Error) {
    let text = "\(error)"
    if !text.contains("stack slots") { trace.invalidBody = text }
  }

  func word(of value: Value) -> UInt64 {
    switch value {
    case .i32(let value): UInt64(UInt32(bitPattern: value))
    case .i64(let value): UInt64(bitPattern: value)
    case .f32(let value): UInt64(value.bitPattern)
    case .f64(let value): value.bitPattern
    case .reference(.null): 0
    case .reference(.function(let function)): word(of: function)
    case .reference(.extern(let reference)): UInt64(reference.rawValue)
    case .reference(.exception(let exception)): word(of: exception)
    }
  }

  /// Which of the exported functions it is.
  private func word(of function: Function) -> UInt64 {
    guard !function.isHostFunction else { return 1 }
    let index = module.exports.firstIndex { instance?.function($0.name) == function }
    return 2 + UInt64(function.type.parameters.count) << 32 + UInt64(index ?? module.exports.count)
  }

  /// The numbers that it carries; what references refer to might be a long chain.
  private func word(of exception: WasmException) -> UInt64 {
    var hash = StableHash()
    for value in exception.values { if case .reference = value { hash.combine(1) } else { hash.combine(word(of: value)) } }
    return hash.value
  }

  private func noteState(_ instance: Instance) {
    for export in module.exports {
      switch instance.export(export.name) {
      case .memory(let memory):
        var hash = StableHash()
        memory.withUnsafeMutableBytes { hash.combine(UnsafeRawBufferPointer($0)) }
        trace.add(.memory, memory.byteCount, hash.value)
      case .table(let table):
        var hash = StableHash()
        for index in 0..<min(table.count, 64) { hash.combine(table.get(index).map(word) ?? 9) }
        trace.add(.table, table.count, hash.value)
      case .global(let global): trace.add(.global, 0, word(of: global.value))
      default: break
      }
    }
    trace.add(.hostCall, hostCallCount)
  }
}
