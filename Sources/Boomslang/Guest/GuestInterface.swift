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
  /// Where the module's imports come from, in its order.
  private let imports: [ImportSource]

  private enum ImportSource {
    case wasi(name: String)
    case host(GuestImport)
    case `extension`(module: String, name: String)
  }

  /// - Throws: `guestInvalid`: the module is none of a guest.
  init(_ module: Module) throws(PythonError) {
    guard let memory = module.export(named: GuestABI.memory), case .memory(let type) = module.type(of: memory.index) else {
      throw .guestInvalid("the guest exports no memory of the name \"\(GuestABI.memory)\"")
    }
    initialMemory = Int(type.limits.minimum) * MemoryType.pageSize
    hasVersion = module.export(named: GuestFunction.abiVersion.name) != nil
    for function in GuestFunction.allCases {
      guard let export = module.export(named: function.name) else {
        // Which version it is, a guest says when it runs.
        if function.version > (hasVersion ? 1 : 0) { continue }
        throw .guestInvalid("the guest does not export the function \"\(function.name)\"")
      }
      if !hasVersion && function.version > 0 { continue }
      let found = module.type(of: export.index)
      guard found == .function(function.type) else {
        throw .guestInvalid("the guest's export \"\(function.name)\" is a \(found) and not a \(ExternalType.function(function.type))")
      }
    }
    imports = try module.imports.map { (entry) throws(PythonError) in try Self.source(of: entry) }
    extensionImports = zip(module.imports, imports).compactMap { entry, source in
      guard case .extension = source else { return nil }
      return ExtensionImport(module: entry.module, name: entry.name, type: entry.type)
    }
  }

  private static func source(of entry: Import) throws(PythonError) -> ImportSource {
    switch entry.module {
    case WASIHost.moduleName where WASIHost.functionNames.contains(entry.name): return .wasi(name: entry.name)
    case GuestABI.importModule:
      if let known = GuestImport(rawValue: entry.name), entry.type == .function(known.type) { return .host(known) }
    case WASIHost.moduleName: break
    default: return .extension(module: entry.module, name: entry.name)
    }
    throw .guestInvalid("the guest imports \"\(entry.module)\" \"\(entry.name)\", a \(entry.type), which this host does not have")
  }

  /// The definitions of the module's imports, in its order.
  /// - Parameter extensions: that have passed `check`.
  func bind(_ host: WASIHost, _ calls: HostCalls, _ extensions: [PythonExtension], in store: Store) -> [External] {
    imports.compactMap { source in
      switch source {
      case .wasi(let name): return host.definition(name, in: store)
      case .host(let function): return calls.definition(function, in: store)
      case .extension(let module, let name):
        guard let provided = extensions.lazy.flatMap(\.imports).first(where: { $0.module == module && $0.name == name }) else { return nil }
        return .function(Function(store: store, type: provided.type, provided.implementation))
      }
    }
  }

  /// What takes the place of the extensions while Python is started for all instances.
  var missingExtensions: [PythonExtension] {
    let imports = extensionImports.compactMap { entry -> PythonExtension.Import? in
      guard case .function(let type) = entry.type else { return nil }
      return .init(module: entry.module, name: entry.name, type: type) { _, _ in
        throw HostFunctionError("\"\(entry.module)\" \"\(entry.name)\" was called before there was an instance")
      }
    }
    return imports.isEmpty ? [] : [PythonExtension(name: "none", imports: imports)]
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
