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
  /// Whether the code counts instructions.
  let isMetered: Bool

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
    var names: NameSection?
  }

  static func shared(for module: Module, isMetered: Bool) -> ModuleCode {
    module.attachment(isMetered ? "metered code" : "code") { ModuleCode(module, isMetered: isMetered) }
  }

  private init(_ module: Module, isMetered: Bool) {
    self.module = module
    self.isMetered = isMetered
    typeIDs = TypeRegistry.shared.register(typesOf: module)
    functionCount = module.contents.bodies.count
    cells = .allocate(capacity: max(functionCount, 1))
    stubs = .allocate(capacity: max(functionCount * Self.stubWords, 1))
    let translateFirst = HandlerTable.shared.fixed.translateFirst
    for index in 0..<functionCount {
      let stub = stubs + index * Self.stubWords
      // What is checked before the stub runs: room for the return address. It checks for the real frame itself.
      stub[0] = UInt64((returnSlot(index) + 1) * 8)
      stub[1] = translateFirst
      stub[2] = UInt64(index)
      (cells + index).initialize(to: CodePointer(stub + 1))
    }
  }

  deinit {
    TypeRegistry.shared.release(typeIDs)
    cells.deallocate()
    stubs.deallocate()
    state.withLock { state in
      for chunk in state.chunks { chunk.deallocate() }
    }
  }

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
  @discardableResult
  func translate(_ index: Int) throws(ModuleError) -> CodePointer {
    try state.withLock { (state) throws(ModuleError) in
      var builder = CodeBuilder(module, self)
      return try translate(index, &builder, &state)
    }
  }

  /// Translates all functions.
  func translateAll() throws(ModuleError) {
    try state.withLock { (state) throws(ModuleError) in
      var builder = CodeBuilder(module, self)
      for index in 0..<functionCount { _ = try translate(index, &builder, &state) }
    }
  }

  private func translate(_ index: Int, _ builder: inout CodeBuilder, _ state: inout State) throws(ModuleError) -> CodePointer {
    guard cells[index] == CodePointer(stubs + index * Self.stubWords + 1) else { return cells[index] }
    let start = MonotonicClock.seconds
    defer { state.translationTime += MonotonicClock.seconds - start }
    try builder.translate(index)
    let range = builder.finish()
    let code = state.place(builder.words.base, range)
    let handlers = builder.exceptionHandlers.map { ExceptionHandler($0, code: code, start: range.lowerBound) }
    state.chunks[state.chunks.count - 1].functions.append(
      TranslatedFunction(
        index: module.contents.importedFunctionCount + index, range: code..<code + range.count, returnSlot: builder.returnSlot,
        handlers: ExceptionHandler.innermostFirst(handlers)))
    state.translatedCount += 1
    atomicMemoryFence(ordering: .releasing)
    cells[index] = code
    return code
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
      let names = state.names ?? NameSection(of: module)
      state.names = names
      return names
    }
    let exported = module.exports.first { $0.index == .function(index) }?.name
    return Trap.Frame(functionIndex: index, functionName: names.function(index) ?? exported, moduleName: names.moduleName)
  }
}

extension ModuleCode.State {
  /// Copies finished code, with the header word in front, to where it stays.
  fileprivate mutating func place(_ words: UnsafeMutablePointer<UInt64>, _ range: Range<Int>) -> CodePointer {
    let count = range.count + 1
    if chunks.last.map({ $0.available < count }) ?? true { chunks.append(CodeChunk(minimum: count)) }
    return CodePointer(chunks[chunks.count - 1].append(words + range.lowerBound - 1, count) + 1)
  }
}

extension Module {
  /// Validates and translates all functions now, which otherwise happens to each when it is first called.
  ///
  /// The code is kept with the module and shared by its instances in all stores.
  /// - Parameter isMetered: for stores whose configuration says `metersFuel`.
  /// - Throws: `ModuleError` for the first function that is not valid.
  public func translateFunctions(isMetered: Bool = false) throws(ModuleError) {
    try ModuleCode.shared(for: self, isMetered: isMetered).translateAll()
  }
}
