import WasmFormat

/// What a person calls a function of a module.
public enum FunctionReference: Sendable, Hashable {
  /// Its index among all functions, imported ones first.
  case index(Int)
  /// Its name in the module's name section, or as an export. If several functions have it, all of them are meant.
  case name(String)

  /// A number is an index, everything else a name.
  public init(_ text: String) {
    let isNumber = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    self = if isNumber, let index = Int(text) { .index(index) } else { .name(text) }
  }

  /// The references in a text that has one on each line; empty lines and those that begin with `#` do not count.
  public static func list(parsing text: String) -> [FunctionReference] {
    TextLines(text).filter { !$0.isComment }.map { FunctionReference($0.text) }
  }
}

extension FunctionReference: CustomStringConvertible {
  public var description: String {
    switch self {
    case .index(let index): "\(index)"
    case .name(let name): name
    }
  }
}

/// Finds the module's own functions that are meant by references.
struct FunctionFinder {
  private let module: Module
  private let indices: [String: [Int]]

  init(_ module: Module, _ names: NameSection, for references: [FunctionReference]) {
    self.module = module
    var indices: [String: [Int]] = [:]
    if references.contains(where: { if case .name = $0 { true } else { false } }) {
      for index in 0..<module.functionCount {
        if let name = names.function(index) { indices[name, default: []].append(index) }
      }
      for export in module.exports {
        guard case .function(let index) = export.index, !indices[export.name, default: []].contains(index) else { continue }
        indices[export.name, default: []].append(index)
      }
    }
    self.indices = indices
  }

  /// The functions that `reference` means, in order.
  func find(_ reference: FunctionReference) throws(TranslationError) -> [Int] {
    let found: [Int]
    switch reference {
    case .index(let index): found = index < module.functionCount ? [index] : []
    case .name(let name): found = indices[name, default: []].sorted()
    }
    guard !found.isEmpty else { throw .unknownFunction(reference) }
    let own = found.filter { $0 >= module.contents.importedFunctionCount }
    guard !own.isEmpty else { throw .importedFunction(reference) }
    return own
  }
}
