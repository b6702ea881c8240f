extension PythonError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .guestNotFound(let message), .guestInvalid(let message), .invalidLimits(let message), .invalidOptions(let message),
      .incompatibleExtension(let message), .invalidValue(let message):
      message
    case .abiMismatch(let found, let supported):
      "the guest speaks version \(found) of the interface, this library version \(supported) and earlier: update the library, or use an earlier guest"
    case .compiledGuestUnavailable(let problem): "\(problem); the engines `interpreter` and `automatic` do without"
    case .initializationFailed(let message): "Python could not be started: \(message)"
    case .imageInvalid(let message): "the image cannot be used: \(message)"
    case .imageImpossible(let message): "there can be no image of the instance: \(message)"
    case .busy: "the instance is busy with another call"
    case .noThread(let time): "no thread was free for the call within \(time), and it did not begin"
    case .poisoned: "the instance cannot be used since a call was ended from outside, or Python has ended: reset() makes it usable again"
    case .closed: "the instance is closed"
    case .timedOut(let timeout, _): "the call took longer than \(timeout) and was ended"
    case .cancelled: "the task was cancelled, and the call was ended"
    case .stopped: "the call was stopped"
    case .outOfFuel: "the call executed more instructions than the limit allows and was ended"
    case .outOfPrivateMemory(let limit, _): "the call used more than \(limit) bytes of memory of its own and was ended"
    case .trapped(let trap, _): "the guest failed: \(trap.message)\(trap.cause.map { ": \($0)" } ?? "")"
    case .exited(let result): "the code ended the guest with exit code \(result.exitCode)"
    case .compilationFailed(let traceback): "the source does not compile:\n\(traceback)"
    case .moduleFailed(let name, let traceback): "the module \(name) could not be installed:\n\(traceback)"
    case .functionFailed(let name, let result): "the function \(name) failed:\n\(result.stderr)"
    case .outOfMemory(let byteCount): "the guest has no memory left for \(byteCount) bytes"
    }
  }

  /// What the call had written when it was ended; nil for errors of another kind.
  public var partialResult: PythonResult? {
    switch self {
    case .timedOut(_, let result), .cancelled(let result), .stopped(let result), .outOfFuel(let result), .outOfPrivateMemory(_, let result), .trapped(_, let result),
      .exited(let result), .functionFailed(_, let result):
      result
    default: nil
    }
  }
}
