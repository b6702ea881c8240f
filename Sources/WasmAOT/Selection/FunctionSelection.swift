import WasmFormat

/// Which functions are compiled, by the options.
struct FunctionSelection: Sendable {
  /// For each of the module's own functions, why it is left to the interpreter; nil: it is compiled.
  private(set) var reasons: [TranslationReport.Reason?]
  /// For each of them, its weight in the profile.
  private(set) var weights: [UInt64]?

  init(_ module: Module, _ options: SwiftTranslation.Options, _ names: NameSection) throws(TranslationError) {
    let bodies = module.contents.bodies
    let imported = module.contents.importedFunctionCount
    let finder = FunctionFinder(module, names, for: options.interpreted + options.compiled)
    reasons = bodies.map { body in options.maximumBodySize.map { body.range.count > $0 } ?? false ? .size : nil }
    var isRequired = Array(repeating: false, count: bodies.count)
    for reference in options.compiled {
      for function in try finder.find(reference) {
        reasons[function - imported] = nil
        isRequired[function - imported] = true
      }
    }
    for reference in options.interpreted {
      for function in try finder.find(reference) {
        guard !isRequired[function - imported] else { throw .contradiction(function) }
        reasons[function - imported] = .listed
      }
    }
    guard let profile = options.profile else { return }
    let weights = try Self.weights(profile, of: module)
    self.weights = weights
    choose(isRequired, weights, share: options.profileShare)
  }

  private static func weights(_ profile: FunctionProfile, of module: Module) throws(TranslationError) -> [UInt64] {
    guard profile.fingerprint == module.fingerprint else { throw .profileOfAnotherModule(profile.fingerprint) }
    var weights = Array(repeating: UInt64(0), count: module.contents.bodies.count)
    let imported = module.contents.importedFunctionCount
    for entry in profile.entries where entry.function >= imported {
      guard entry.function < module.functionCount else { throw .unknownFunctionInProfile(entry.function) }
      weights[entry.function - imported] = entry.weight
    }
    return weights
  }

  /// Of the functions that nothing else excludes, keeps those that must be compiled anyway, and then the heaviest until they have
  /// their share of all weight.
  private mutating func choose(_ isRequired: [Bool], _ weights: [UInt64], share: Double) {
    let total = weights.reduce(UInt128(0)) { $0 + UInt128($1) }
    let wanted = share >= 1 ? total : min(total, UInt128((Double(total) * max(0, share)).rounded(.up)))
    var covered = weights.indices.reduce(UInt128(0)) { isRequired[$1] ? $0 + UInt128(weights[$1]) : $0 }
    let candidates = weights.indices.filter { !isRequired[$0] && reasons[$0] == nil }
    for body in candidates.sorted(by: { (weights[$1], $0) < (weights[$0], $1) }) {
      if covered < wanted, weights[body] > 0 { covered += UInt128(weights[body]) } else { reasons[body] = .profile }
    }
  }
}
