import Boomslang
import BoomslangGuest

/// Where the command's Pythons come from.
enum Factory {
  /// A factory that knows the compiled guest which is part of this program, if there is one.
  static func make(_ configuration: PythonExecutorFactory.Configuration) throws(PythonError) -> PythonExecutorFactory {
    try BoomslangGuest.install()
    return try PythonExecutorFactory(configuration)
  }
}
