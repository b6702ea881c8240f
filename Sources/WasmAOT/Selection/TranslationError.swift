import WasmFormat

/// Why there is no translation.
public enum TranslationError: Error, Equatable, Sendable {
  /// The module is not valid.
  case module(ModuleError)
  /// The options name a function that the module does not have.
  case unknownFunction(FunctionReference)
  /// The options name a function that the module imports.
  case importedFunction(FunctionReference)
  /// The options want this function both compiled and interpreted.
  case contradiction(Int)
  /// The profile is one of a module with this fingerprint.
  case profileOfAnotherModule(String)
  /// The profile has a function that the module does not have.
  case unknownFunctionInProfile(Int)
  /// The blocks of this function, which was asked for alone, nest too deeply for the Swift compiler.
  case nesting(Int)
}

extension TranslationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .module(let error): "\(error)"
    case .unknownFunction(.index(let index)): "the module has no function \(index)"
    case .unknownFunction(.name(let name)): "the module has no function with the name \(name)"
    case .importedFunction(let function): "function \(function) is imported, so there is nothing to translate"
    case .contradiction(let index): "function \(index) is to be compiled and interpreted"
    case .profileOfAnotherModule(let fingerprint): "the profile is of another module, with the fingerprint \(fingerprint)"
    case .unknownFunctionInProfile(let index): "the profile has a function \(index), which is not in the module"
    case .nesting(let index): "the blocks of function \(index) nest too deeply for the Swift compiler"
    }
  }
}
