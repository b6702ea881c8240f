import WASI
import WasmCore

/// What can be told of a guest from its module, before any of it runs.
struct GuestInterface: Sendable {
  /// An import that only an extension can provide.
  struct ExtensionImport: Sendable {
    let module: String
    let name: String
    let type: ExternalType
  }

  /// Whether there is more than the base: a number, which the guest says when it runs.
  let hasVersion: Bool
  /// Bytes of memory that an instance has from its start.
  let initialMemory: Int
  let extensionImports: [ExtensionImport]

  /// - Throws: `guestInvalid`: the module is none of a guest.
  init(_ module: Module) throws(PythonError) {
    guard let memory = module.export(named: GuestABI.memory), case .memory(let type) = module.type(of: memory.index) else {
      throw .guestInvalid("the guest exports no memory of the name \"\(GuestABI.memory)\"")
    }
    initialMemory = Int(type.limits.minimum) * MemoryType.pageSize
    hasVersion = module.export(named: GuestFunction.abiVersion.name) != nil
    for function in GuestFunction.allCases where function.version == 0 || hasVersion {
      guard let export = module.export(named: function.name) else {
        throw .guestInvalid("the guest does not export the function \"\(function.name)\"")
      }
      let found = module.type(of: export.index)
      guard found == .function(function.type) else {
        throw .guestInvalid("the guest's export \"\(function.name)\" is a \(found) and not a \(ExternalType.function(function.type))")
      }
    }
    extensionImports = try Self.extensionImports(of: module)
  }

  private static func extensionImports(of module: Module) throws(PythonError) -> [ExtensionImport] {
    var imports: [ExtensionImport] = []
    for entry in module.imports where entry.module != WASIHost.moduleName {
      guard entry.module == GuestABI.importModule else {
        imports.append(ExtensionImport(module: entry.module, name: entry.name, type: entry.type))
        continue
      }
      guard let known = GuestImport(rawValue: entry.name), entry.type == .function(known.type) else {
        throw .guestInvalid("the guest imports \"\(entry.module)\" \"\(entry.name)\", a \(entry.type), which this host does not have")
      }
    }
    return imports
  }

  /// Makes sure that `extensions` provide what the guest imports, and nothing else.
  /// - Throws: `incompatibleExtension`.
  func check(_ extensions: [PythonExtension]) throws(PythonError) {
    var wanted = extensionImports[...]
    for (owner, provided) in extensions.flatMap({ owner in owner.imports.map { (owner, $0) } }) {
      let what = "\"\(provided.module)\" \"\(provided.name)\""
      guard let index = wanted.firstIndex(where: { $0.module == provided.module && $0.name == provided.name }) else {
        throw .incompatibleExtension("the extension \(owner.name) provides \(what), which the guest does not import, or another extension provides")
      }
      guard wanted[index].type == .function(provided.type) else {
        throw .incompatibleExtension(
          "the extension \(owner.name) provides \(what) as a \(ExternalType.function(provided.type)), and the guest imports a \(wanted[index].type)")
      }
      wanted.remove(at: index)
    }
    if let missing = wanted.first {
      throw .incompatibleExtension(
        "the guest imports \"\(missing.module)\" \"\(missing.name)\", a \(missing.type), which none of the instance's extensions provides")
    }
  }
}
