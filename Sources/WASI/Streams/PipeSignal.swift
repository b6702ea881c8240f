/// Writing to a pipe that nobody reads any more, without the signal that would end the host's process.
enum PipeSignal {
  /// Calls `write`, and takes back a SIGPIPE that the call raised in this thread when it failed. A process that handles the signal
  /// itself is not told of it.
  static func withoutSignal<Result>(_ write: () throws(Errno) -> Result) throws(Errno) -> Result {
    var (pipe, mask) = (sigset_t(), sigset_t())
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &mask)
    defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
    // Only a thread that blocks the signal already can have one waiting, which is somebody else's.
    let isOthers = sigismember(&mask, SIGPIPE) == 1 && isPending
    do throws(Errno) { return try write() } catch {
      var signal: Int32 = 0
      if !isOthers, isPending { sigwait(&pipe, &signal) }
      throw error
    }
  }

  private static var isPending: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return sigismember(&pending, SIGPIPE) == 1
  }
}
