import Synchronization

/// A module's translated code: shared by all its instances, in all stores, on all threads.
///
/// Every function has a cell that points to its code; calls go through it. It points to a stub until the function is
/// first called; the stub translates. Owned by the module (as an attachment), so the module is not retained here.
///
/// Owns cells, stubs and code. Cells are written under the lock, after the code they point to is complete, and read
/// without it: a reader sees the stub or the code, and both are right.
final class ModuleCode: @unchecked Sendable {
  unowned let module: Module
  /// The number of each of the module's types in the registry.
  let typeIDs: [UInt32]
  /// The same, at an address that stays.
  let typeIDTable: UnsafePointer<UInt32>
  /// Whether the code counts instructions against the store's fuel.
  let isMetered: Bool
  /// Whether it counts them for each function.
  let isProfiled: Bool
  /// See `Store.Configuration.translatesPlainly`.
  let isPlain: Bool

  private let compiled: CompiledModule?
  private let functionCount: Int
  private let cells: UnsafeMutablePointer<CodePointer>
  /// Three words for each function: frame size, handler, index.
  private let stubs: UnsafeMutablePointer<UInt64>
  private static let stubWords = 3
  private let state = Mutex(State())

  fileprivate struct State {
    var chunks: [CodeChunk] = []
    var translatedCount = 0
    var translationTime = 0.0
    var names: FunctionNames?
  }

  /// - Parameter compiled: what runs instead of functions it has; the rest is translated.
  static func shared(
    for module: Module, isMetered: Bool, isProfiled: Bool = false, isPlain: Bool = false, compiled: CompiledModule? = nil
  ) -> ModuleCode {
    let key = (isPlain ? "plain " : "") + (compiled != nil ? "mixed " : "") + (isProfiled ? "profiled " : "") + (isMetered ? "metered code" : "code")
    return module.attachment(key) { ModuleCode(module, isMetered: isMetered, isProfiled: isProfiled, isPlain: isPlain, compiled: compiled) }
  }

  private init(_ module: Module, isMetered: Bool, isProfiled: Bool, isPlain: Bool, compiled: CompiledModule?) {
    self.module = module
    self.compiled = compiled
    self.isMetered = isMetered
    self.isProfiled = isProfiled
    self.isPlain = isPlain
    typeIDs = TypeRegistry.shared.register(typesOf: module)
    let table = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: max(typeIDs.count, 1))
    _ = table.initialize(from: typeIDs)
    typeIDTable = UnsafePointer(table.baseAddress.unsafelyUnwrapped)
    functionCount = module.contents.bodies.count
    cells = .allocate(capacity: max(functionCount, 1))
    stubs = .allocate(capacity: max(functionCount * Self.stubWords, 1))
    let (translateFirst, enterCompiled) = (HandlerTable.shared.fixed.translateFirst, HandlerTable.shared.fixed.enterCompiled)
    for index in 0..<functionCount {
      let stub = stubs + index * Self.stubWords
      // What is checked before the stub runs: room for the return address. It checks for the real frame itself.
      stub[0] = UInt64((returnSlot(index) + 1) * 8)
      stub[1] = isCompiled(index) ? enterCompiled : translateFirst
      stub[2] = UInt64(index)
      (cells + index).initialize(to: CodePointer(stub + 1))
    }
  }

  deinit {
    TypeRegistry.shared.release(typeIDs)
    typeIDTable.deallocate()
    cells.deallocate()
    stubs.deallocate()
    state.withLock { state in
      for chunk in state.chunks { chunk.deallocate() }
    }
  }

  private func isCompiled(_ index: Int) -> Bool { compiled?.functions[index].code != nil }

  /// Whether anything that has been translated in this process can catch an exception.
  static var hasHandlers: Bool { handlersExist.load(ordering: .relaxed) }
  private static let handlersExist = Atomic(false)

  private func returnSlot(_ index: Int) -> Int {
    let type = module.typeLists[Int(module.contents.functionTypes[module.contents.importedFunctionCount + index])]
    return max(type.parameters.count, type.results.count)
  }

  /// The number of the type of the function with that index in the module's function space.
  func typeID(ofFunction index: Int) -> UInt32 { typeIDs[Int(module.contents.functionTypes[index])] }

  /// The cell of the module's own function with that index.
  func cell(_ index: Int) -> UnsafeMutablePointer<CodePointer> {
    precondition(index < functionCount)
    return cells + index
  }

  func cellWord(_ index: Int) -> UInt64 { UInt64(UInt(bitPattern: cells + index)) }

  var translatedFunctionCount: Int { state.withLock { $0.translatedCount } }
  /// Seconds spent on translation so far.
  var translationTime: Double { state.withLock { $0.translationTime } }

  // MARK: Translation

  /// The code of the module's own function with that index, translated now if it has not been.
  /// - Parameter isStopped: asked from time to time; when it says yes, translation ends with `stopped`.
  @discardableResult
  func translate(_ index: Int, isStopped: (() -> Bool)? = nil) throws(ModuleError) -> CodePointer {
    var builder = CodeBuilder(module, self)
    builder.validator.isStopped = isStopped
    return try translate(index, &builder)
  }

  /// Translates all functions, on all processors when there are many.
  func translateAll(isStopped: (@Sendable () -> Bool)?) throws(ModuleError) {
    try ParallelRanges.forEach(module.contents.bodies) { (range) throws(ModuleError) in
      var builder = CodeBuilder(module, self)
      builder.validator.isStopped = isStopped
      for index in range where !isCompiled(index) { _ = try translate(index, &builder) }
    }
  }

  /// Two threads may translate the same function at the same time; the code of the first to finish is used.
  private func translate(_ index: Int, _ builder: inout CodeBuilder) throws(ModuleError) -> CodePointer {
    let stub = CodePointer(stubs + index * Self.stubWords + 1)
    guard cells[index] == stub else { return cells[index] }
    let start = MonotonicClock.seconds
    try builder.translate(index)
    let range = builder.finish()
    let words = UnsafeBufferPointer(start: builder.words.base + range.lowerBound - 1, count: range.count + 1)
    let function = (index: module.contents.importedFunctionCount + index, returnSlot: builder.returnSlot)
    let handlers = builder.exceptionHandlers
    if !handlers.isEmpty { Self.handlersExist.store(true, ordering: .relaxed) }
    state.withLock { state in
      guard cells[index] == stub else { return }
      let code = state.place(words)
      state.chunks[state.chunks.count - 1].functions.append(
        TranslatedFunction(
          index: function.index, range: code..<code + range.count, returnSlot: function.returnSlot,
          handlers: ExceptionHandler.innermostFirst(handlers.map { ExceptionHandler($0, code: code, start: range.lowerBound) })))
      state.translatedCount += 1
      state.translationTime += MonotonicClock.seconds - start
      atomicMemoryFence(ordering: .releasing)
      cells[index] = code
    }
    return cells[index]
  }

  // MARK: From code to function

  /// The function whose code (or stub) `pc` is in.
  func function(at pc: CodePointer) -> TranslatedFunction {
    if pc >= CodePointer(stubs), pc < CodePointer(stubs + functionCount * Self.stubWords) {
      let index = (pc - CodePointer(stubs)) / Self.stubWords
      return TranslatedFunction(
        index: module.contents.importedFunctionCount + index, range: pc..<pc + 1, returnSlot: returnSlot(index), handlers: [])
    }
    return state.withLock { state in
      for chunk in state.chunks { if let function = chunk.function(at: pc) { return function } }
      preconditionFailure("no code at this address")
    }
  }

  /// A function for a backtrace.
  func frame(_ index: Int) -> Trap.Frame {
    let names = state.withLock { state in
      let names = state.names ?? FunctionNames(module)
      state.names = names
      return names
    }
    let name = names.section.function(index) ?? names.exports[index].map { module.exports[$0].name }
    return Trap.Frame(functionIndex: index, functionName: name, moduleName: names.section.moduleName)
  }
}

/// Where the names in backtraces come from.
private struct FunctionNames {
  let section: NameSection
  /// The first export of each function, by index.
  var exports: [Int: Int] = [:]

  init(_ module: Module) {
    section = NameSection(of: module)
    for (position, export) in module.exports.enumerated() {
      if case .function(let index) = export.index, exports[index] == nil { exports[index] = position }
    }
  }
}

extension ModuleCode.State {
  /// Copies finished code, its header word in front, to where it stays.
  fileprivate mutating func place(_ words: UnsafeBufferPointer<UInt64>) -> CodePointer {
    if chunks.last.map({ $0.available < words.count }) ?? true { chunks.append(CodeChunk(minimum: words.count)) }
    return CodePointer(chunks[chunks.count - 1].append(words) + 1)
  }
}

extension Module {
  /// Validates and translates all functions now, which otherwise happens to each when it is first called.
  ///
  /// The code is kept with the module and shared by its instances in all stores.
  /// - Parameters:
  ///   - isMetered: for stores whose configuration says `metersFuel`.
  ///   - isStopped: as for `load`.
  /// - Throws: `ModuleError` for the first function that is not valid.
  public func translateFunctions(isMetered: Bool = false, isStopped: (@Sendable () -> Bool)? = nil) throws(ModuleError) {
    try ModuleCode.shared(for: self, isMetered: isMetered).translateAll(isStopped: isStopped)
  }
}
