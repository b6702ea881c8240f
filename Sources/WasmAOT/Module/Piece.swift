import Synchronization
import WasmFormat

/// A stretch of a module's functions, translated. Pieces are made at the same time and put together in order, so that the
/// result does not depend on how many processors there are.
struct Piece: Sendable {
  struct Function: Sendable {
    /// Where its text is in that of the piece.
    var text = Place()
    /// Why it is left to the interpreter and there is no text.
    var reason: TranslationReport.Reason?
    var hasTailCalls = false
  }

  /// Which of the module's own functions.
  let bodies: Range<Int>
  var text: [UInt8] = []
  var functions: [Function] = []
  /// What it needs of the other files.
  var needs = Needs()

  /// What functions need that is written once for all of them.
  struct Needs: Sendable {
    /// The functions that are called, by their indices.
    var functions: Set<Int> = []
    /// The types of functions that are called when only running tells which.
    var calledTypes: Set<Int> = []
    /// The types of functions that are called through the first table.
    var tableTypes: Set<Int> = []
    /// Numbers of cases that the enumerations of `BranchTable` must have.
    var caseCounts: Set<Int> = []

    mutating func formUnion(_ other: Needs) {
      functions.formUnion(other.functions)
      calledTypes.formUnion(other.calledTypes)
      tableTypes.formUnion(other.tableTypes)
      caseCounts.formUnion(other.caseCounts)
    }
  }

  /// Translates the functions that are selected.
  static func all(
    of module: Module, _ options: SwiftTranslation.Options, _ selection: FunctionSelection, _ names: NameSection, _ scan: ModuleScan
  ) throws(ModuleError) -> [Piece] {
    let pieces = Mutex<[Piece]>([])
    try ParallelRanges.forEach(module.contents.bodies) { (range) throws(ModuleError) in
      let piece = try Piece(range, of: module, prefix: Array(options.prefix.utf8), selection, names, scan)
      pieces.withLock { $0.append(piece) }
    }
    return pieces.withLock { $0 }.sorted { $0.bodies.lowerBound < $1.bodies.lowerBound }
  }

  private init(
    _ bodies: Range<Int>, of module: Module, prefix: [UInt8], _ selection: FunctionSelection, _ names: NameSection, _ scan: ModuleScan
  ) throws(ModuleError) {
    self.bodies = bodies
    var emitter = FunctionEmitter(module, checksCalls: scan.checksCalls, prefix: prefix)
    var out = SourceBuffer(prefix: prefix)
    for body in bodies {
      var function = Function(reason: selection.reasons[body])
      if function.reason == nil {
        function.text.start = out.count
        do throws(Untranslatable) {
          try emitter.translate(body, name: names.function(module.contents.importedFunctionCount + body), into: &out)
          function.hasTailCalls = emitter.hasTailCalls
        } catch {
          if case .invalid(let error) = error { throw error }
          function.reason = .nesting
        }
        function.text.end = out.count
      }
      functions.append(function)
    }
    text = out.take()
    needs = emitter.needs
  }
}
