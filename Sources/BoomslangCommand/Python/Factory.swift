import Boomslang
import BoomslangGuest

/// Where the command's Pythons come from.
enum Factory {
  /// Makes the compiled guest known that is part of this program, if there is one.
  static func prepare() throws(PythonError) { try BoomslangGuest.install() }

  /// A factory that knows the compiled guest.
  static func make(_ configuration: PythonExecutorFactory.Configuration) throws(PythonError) -> PythonExecutorFactory {
    try prepare()
    return try PythonExecutorFactory(configuration)
  }
}
