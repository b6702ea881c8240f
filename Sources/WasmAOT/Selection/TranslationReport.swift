import WasmFormat

/// What became of a module's functions.
public struct TranslationReport: Sendable {
  /// Why a function is left to the interpreter.
  public enum Reason: String, Sendable {
    /// The options name it.
    case listed
    /// It is larger than the options allow.
    case size
    /// The functions that are compiled have their share of the profile's weight without it.
    case profile
    /// Its blocks nest too deeply for the Swift compiler.
    case nesting
  }

  /// One of the module's own functions.
  public struct Function: Sendable {
    /// The index among all functions, imported ones first.
    public let index: Int
    /// The size of its body in bytes.
    public let size: Int
    /// Its weight in the profile; 0 without a profile.
    public let weight: UInt64
    public let name: String?
    /// Why it is left to the interpreter; nil: it is compiled.
    public let reason: Reason?
  }

  /// How much of the module is compiled, each as a share from 0 to 1; of nothing, everything is.
  public struct Coverage: Sendable {
    /// Of the number of its own functions.
    public let count: Double
    /// Of the bytes of their bodies.
    public let size: Double
    /// Of the weight in the profile; nil without a profile.
    public let weight: Double?
  }

  /// All of the module's own functions, in order.
  public let functions: [Function]
  public let coverage: Coverage

  /// The functions that are compiled.
  public var compiled: [Function] { functions.filter { $0.reason == nil } }
  /// The functions that are left to the interpreter.
  public var interpreted: [Function] { functions.filter { $0.reason != nil } }

  init(_ module: Module, _ reasons: [Reason?], _ weights: [UInt64]?, _ names: NameSection) {
    let functions = reasons.enumerated().map { body, reason in
      let index = module.contents.importedFunctionCount + body
      return Function(
        index: index, size: module.contents.bodies[body].range.count, weight: weights?[body] ?? 0, name: names.function(index), reason: reason)
    }
    func share(_ amount: (Function) -> Double) -> Double {
      let total = functions.reduce(0) { $0 + amount($1) }
      return total == 0 ? 1 : functions.reduce(0) { $1.reason == nil ? $0 + amount($1) : $0 } / total
    }
    self.functions = functions
    coverage = Coverage(count: share { _ in 1 }, size: share { Double($0.size) }, weight: weights == nil ? nil : share { Double($0.weight) })
  }

  /// The report as a text: the shares, then a line for each function.
  public var text: String {
    var lines = ["# boomslang translation report 1", "functions \(Self.percent(coverage.count))", "bytes \(Self.percent(coverage.size))"]
    if let weight = coverage.weight { lines.append("weight \(Self.percent(weight))") }
    lines.append("# index bytes weight engine name")
    for function in functions {
      let engine = function.reason.map { "interpreted:\($0.rawValue)" } ?? "compiled"
      let name = function.name.map { " " + Names.printable($0) } ?? ""
      lines.append("\(function.index) \(function.size) \(function.weight) \(engine)\(name)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A share in percent, rounded down, so that 100 % is all; but not because a product of binary fractions is a little low.
  package static func percent(_ share: Double) -> String {
    let hundredths = Int(share * 10_000 + 1e-6)
    return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10) %"
  }
}
