import CommandSupport
import Dispatch

/// When the process is told to end, it leaves the terminal as it was.
final class EndSignals {
  private let sources: [any DispatchSourceSignal]

  init(mode: RawMode) {
    sources = [SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)  // the source is told in spite of that
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        mode.leave()
        signal(number, SIG_DFL)
        kill(getpid(), number)
      }
      source.resume()
      return source
    }
  }
}
