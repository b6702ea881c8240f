import WASI

/// What the host does for Python: the functions that `boomslang_host.call` and `boomslang_host.log` reach.
///
///     answer = boomslang_host.call("add", "[3, 4]")    # a text, by custom JSON; no argument is the empty text
///     boomslang_host.log("warning", "disk is full")    # debug, info, warning or error; or a number from 1 to 4
///
/// `ResourceLimits` bounds the arguments, the number of calls, and the log.
///
/// A function that uses an instance it serves should capture it weakly: the instance keeps its bridge, and would never
/// go away otherwise. Everything here runs on the thread that runs the guest, which waits. Time limits and `stop()` take effect when the
/// function returns. Using the same instance from inside throws `PythonError.busy`.
public struct HostBridge: Sendable {
  /// Takes the text that the script passed, by custom a JSON array of arguments, and returns the text it gets. What it
  /// throws becomes a Python exception with the error's description; see `HostFunctionError`.
  public typealias Function = @Sendable (_ arguments: String) throws -> String
  /// As `Function`, for what takes time. The script waits for its end, in a task of its own, which is cancelled when the call is ended from
  /// outside: that is not waited for.
  public typealias AsyncFunction = @Sendable (_ arguments: String) async throws -> String
  /// As `Function`, for calls of any name.
  public typealias CallHandler = @Sendable (_ name: String, _ arguments: String) throws -> String
  public typealias LogHandler = @Sendable (_ level: LogLevel, _ message: String) -> Void

  /// How important a message in the log is.
  public enum LogLevel: Int, Sendable, Comparable {
    case debug
    case info
    case warning
    case error

    public static func < (a: LogLevel, b: LogLevel) -> Bool { a.rawValue < b.rawValue }
  }

  /// By the bytes of the name. A script that calls another name gets an exception that says so.
  public var functions: [ByteString: Function]
  /// By the bytes of the name, for those that `functions` does not have. Here a call can be stopped at once.
  public var asyncFunctions: [ByteString: AsyncFunction]
  /// When there is one, it gets all calls, and the functions none.
  public var callHandler: CallHandler?
  /// nil: messages are dropped.
  public var logHandler: LogHandler?

  public init(
    functions: [ByteString: Function] = [:], asyncFunctions: [ByteString: AsyncFunction] = [:], callHandler: CallHandler? = nil,
    logHandler: LogHandler? = nil
  ) {
    self.functions = functions
    self.asyncFunctions = asyncFunctions
    self.callHandler = callHandler
    self.logHandler = logHandler
  }
}

/// An error for host functions to throw: Python gets the message and nothing else.
public struct HostFunctionError: Error, Hashable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  public init(_ message: String) { self.message = message }
}
