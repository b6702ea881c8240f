/// What happened. Raw values are part of the engine's internal calling convention.
public enum TrapCode: UInt8, Sendable, CaseIterable {
  case unreachable = 1
  case integerDivideByZero
  case integerOverflow
  case invalidConversionToInteger
  case outOfBoundsMemoryAccess
  case outOfBoundsTableAccess
  case undefinedElement
  case uninitializedElement
  case indirectCallTypeMismatch
  case nullReference
  case nullFunctionReference
  case nullExceptionReference
  case callStackExhausted
  /// An exception left the invocation; `exception` holds it.
  case uncaughtException
  /// Stopped from outside: by an `InterruptHandle` or a deadline.
  case interrupted
  /// The store's fuel ran out.
  case outOfFuel
  /// A function body that was not validated at load turned out to be no valid one; `cause` holds the `ModuleError`.
  case invalidFunction
  /// A host function threw, and `cause` holds its error; or its results do not fit its type.
  case hostError
  /// The arguments of an invocation do not fit the function's type; the guest did not run.
  case argumentMismatch
}
