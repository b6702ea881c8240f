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
        _exit(128 + number)  // what a shell tells of a process that the signal ended
      }
      source.resume()
      return source
    }
  }
}
