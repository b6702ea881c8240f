import WasmCore

extension Trap.Code {
  /// The trap that the testsuite calls `text`; details such as an element's index may follow the name.
  init?(testsuiteText text: String) {
    guard let name = Self.names.first(where: { text == $0.key || text.hasPrefix($0.key + " ") }) else { return nil }
    self = name.value
  }

  /// Written out, rather than taken from `Trap.Code.message`, so that the suite checks the engine and not the engine itself.
  private static let names: [String: Trap.Code] = [
    "unreachable": .unreachable,
    "integer divide by zero": .integerDivideByZero,
    "integer overflow": .integerOverflow,
    "invalid conversion to integer": .invalidConversionToInteger,
    "out of bounds memory access": .outOfBoundsMemoryAccess,
    "out of bounds table access": .outOfBoundsTableAccess,
    "undefined element": .undefinedElement,
    "uninitialized element": .uninitializedElement,
    "indirect call type mismatch": .indirectCallTypeMismatch,
    "null reference": .nullReference,
    "null function reference": .nullFunctionReference,
    "null exception reference": .nullExceptionReference,
    "call stack exhausted": .callStackExhausted,
  ]
}
