/// The abrupt end of an invocation: the guest did something that has no result, or was stopped.
///
/// The instance stays usable in the sense of the specification: its memory and globals keep what they had at that point.
public struct Trap: Error, Sendable {
  /// What happened.
  public typealias Code = TrapCode

  /// One guest function that was active, innermost first.
  public struct Frame: Sendable, Hashable {
    /// The function's index in its module.
    public let functionIndex: Int
    /// The function's name in the module's name section or, failing that, its export name.
    public let functionName: String?
    /// The module's own name, if it has one.
    public let moduleName: String?
  }

  private final class Storage: Sendable {
    let code: Code
    let detail: String?
    let cause: (any Error)?
    let exception: WasmException?
    let backtrace: [Frame]

    init(_ code: Code, _ detail: String?, _ cause: (any Error)?, _ exception: WasmException?, _ backtrace: [Frame]) {
      self.code = code
      self.detail = detail
      self.cause = cause
      self.exception = exception
      self.backtrace = backtrace
    }
  }

  // One word, so that functions that can trap stay cheap.
  private let storage: Storage

  init(
    _ code: Code, detail: String? = nil, cause: (any Error)? = nil, exception: WasmException? = nil, backtrace: [Frame] = []
  ) {
    storage = Storage(code, detail, cause, exception, backtrace)
  }

  public var code: Code { storage.code }
  /// The error of a host function, or of a body that is not valid.
  public var cause: (any Error)? { storage.cause }
  /// The exception that no one caught.
  public var exception: WasmException? { storage.exception }
  /// The guest functions that were active, innermost first, at most 64 from each end.
  public var backtrace: [Frame] { storage.backtrace }
  /// What happened, in the specification's words.
  public var message: String { storage.detail.map { "\(code.message): \($0)" } ?? code.message }

  func appending(_ frames: [Frame]) -> Trap {
    Trap(code, detail: storage.detail, cause: cause, exception: exception, backtrace: backtrace + frames)
  }
}

extension Trap.Code {
  /// The specification's wording.
  public var message: String {
    switch self {
    case .unreachable: "unreachable"
    case .integerDivideByZero: "integer divide by zero"
    case .integerOverflow: "integer overflow"
    case .invalidConversionToInteger: "invalid conversion to integer"
    case .outOfBoundsMemoryAccess: "out of bounds memory access"
    case .outOfBoundsTableAccess: "out of bounds table access"
    case .undefinedElement: "undefined element"
    case .uninitializedElement: "uninitialized element"
    case .indirectCallTypeMismatch: "indirect call type mismatch"
    case .nullReference: "null reference"
    case .nullFunctionReference: "null function reference"
    case .nullExceptionReference: "null exception reference"
    case .callStackExhausted: "call stack exhausted"
    case .uncaughtException: "uncaught exception"
    case .interrupted: "interrupted"
    case .outOfFuel: "out of fuel"
    case .invalidFunction: "invalid function"
    case .hostError: "host function failed"
    case .argumentMismatch: "arguments do not match the function's type"
    }
  }
}

extension Trap: CustomStringConvertible {
  /// What happened and where: at most 128 frames, whose names are cut and have no control characters.
  public var description: String {
    var text = message
    if let cause { text += ": \(cause)" }
    for frame in backtrace { text += "\n  at \(frame)" }
    return text
  }
}

extension Trap.Frame: CustomStringConvertible {
  public var description: String {
    let function = functionName.map(ShownName.text) ?? "function[\(functionIndex)]"
    return moduleName.map { "\(ShownName.text($0))!\(function)" } ?? function
  }
}
