/// Owns a descriptor of the host.
final class HostDescriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  func status() throws(Errno) -> FileStatus {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .current }
    return FileStatus(status)
  }
}

extension FileTimes {
  /// As `futimens` takes them.
  var host: [timespec] { [Self.host(access), Self.host(modification)] }

  private static func host(_ time: UInt64?) -> timespec {
    time.map { timespec(nanoseconds: $0) } ?? timespec(tv_sec: 0, tv_nsec: Platform.omittedTime)
  }
}
