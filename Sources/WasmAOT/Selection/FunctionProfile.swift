import WasmFormat

/// Where a module spends its time: a weight for each function that ran, from a run of the module or several.
///
/// It tells which functions are worth compiling. As a text, which people can read, compare and edit:
///
///     # boomslang profile 1
///     fingerprint 073617f2522e2d056fcc4a39d1debd74
///     # index weight name
///     1207 88412 _PyEval_EvalFrameDefault
///     931 20117 PyObject_Free
///
/// The index is that among all functions, imported ones first. The name, which may be missing, is for people. Empty lines, and those
/// that begin with `#` after the first, mean nothing.
public struct FunctionProfile: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// The index among all functions, imported ones first.
    public let function: Int
    /// Of any unit: samples, calls, instructions.
    public let weight: UInt64
    public let name: String?
  }

  /// Which module it is about, see `Module.fingerprint`.
  public let fingerprint: String
  /// Each function once, the heaviest first.
  public let entries: [Entry]

  /// A profile of `module`.
  /// - Parameters:
  ///   - module: what the weights are of.
  ///   - weights: for indices of functions; what has none is left out.
  public init(of module: Module, weights: [Int: UInt64]) {
    let names = NameSection(of: module)
    self.init(
      fingerprint: module.fingerprint,
      entries: weights.filter { $0.value > 0 }.map { Entry(function: $0.key, weight: $0.value, name: names.function($0.key)) })
  }

  init(fingerprint: String, entries: [Entry]) {
    self.fingerprint = fingerprint
    self.entries = entries.sorted { ($1.weight, $0.function) < ($0.weight, $1.function) }
  }

  static let firstLine = "# boomslang profile 1"

  /// The profile as a text.
  public var text: String {
    let lines = entries.map { "\($0.function) \($0.weight)" + ($0.name.map { " " + Names.printable($0) } ?? "") }
    return ([Self.firstLine, "fingerprint \(fingerprint)", "# index weight name"] + lines).joined(separator: "\n") + "\n"
  }
}
