/// The names of a module's functions, from the custom section `name` (specification, appendix "Name Section").
///
/// Names are for people: a broken name section loses names, never the module.
public struct NameSection: Sendable {
  public private(set) var moduleName: String?
  private var functionNames: [Int: String] = [:]

  /// The name of the function with that index.
  public func function(_ index: Int) -> String? { functionNames[index] }

  /// Reads the name section of `module`; empty when there is none.
  public init(of module: Module) {
    guard let section = module.customSections.first(where: { $0.name == "name" }) else { return }
    try? read(ByteReader(module.bytes, section.range), module.bytes)
  }

  private mutating func read(_ start: ByteReader, _ bytes: ModuleBytes) throws(ParseError) {
    var reader = start
    while !reader.isAtEnd {
      let identifier = try reader.byte()
      let size = Int(try reader.u32())
      var subsection = ByteReader(bytes, try reader.range(count: size))
      switch identifier {
      case 0: moduleName = try subsection.name()
      case 1:
        for _ in 0..<(try subsection.count(limit: ImplementationLimits.functions, of: "function names")) {
          let index = Int(try subsection.u32())
          functionNames[index] = try subsection.name()
        }
      default: break
      }
    }
  }
}
