/// Writing to a pipe that nobody reads any more, without the signal that would end the host's process.
package enum PipeSignal {
  /// Calls `write`, and takes back a SIGPIPE that the call raised in this thread. A process that handles the signal itself
  /// is not told of it.
  package static func withoutSignal<Result, Failure: Error>(_ write: () throws(Failure) -> Result) throws(Failure) -> Result {
    var (pipe, mask, pending) = (sigset_t(), sigset_t(), sigset_t())
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    sigpending(&pending)
    // One that waits already is somebody else's.
    guard sigismember(&pending, SIGPIPE) == 0 else { return try write() }
    pthread_sigmask(SIG_BLOCK, &pipe, &mask)
    defer {
      let error = errno
      sigpending(&pending)
      var signal: Int32 = 0
      if sigismember(&pending, SIGPIPE) == 1 { sigwait(&pipe, &signal) }
      pthread_sigmask(SIG_SETMASK, &mask, nil)
      errno = error
    }
    return try write()
  }
}
