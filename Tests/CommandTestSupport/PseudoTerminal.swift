import Foundation

/// What differs between systems.
package enum PseudoTerminal {
  #if canImport(Darwin)
  static let newSession = POSIX_SPAWN_SETSID
  #else
  /// POSIX_SPAWN_SETSID, which Swift is not shown.
  static let newSession = 0x80
  #endif

  /// A terminal's other end, and the terminal's name.
  package static func open() throws -> (descriptor: Int32, name: String) {
    #if canImport(Darwin)
    let descriptor = posix_openpt(O_RDWR | O_NOCTTY)
    guard descriptor >= 0, grantpt(descriptor) == 0, unlockpt(descriptor) == 0, let name = ptsname(descriptor) else { throw failure }
    let path = String(cString: name)
    #else
    // What the functions of the same purpose do, which Swift is not shown either.
    let descriptor = Foundation.open("/dev/ptmx", O_RDWR | O_NOCTTY)
    let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    var (lock, number): (Int32, Int32) = (0, 0)
    guard descriptor >= 0, ioctl(descriptor, setLock, &lock) == 0, ioctl(descriptor, getNumber, &number) == 0 else { throw failure }
    let path = "/dev/pts/\(number)"
    #endif
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return (descriptor, path)
  }

  private static var failure: TerminalSession.Failure {
    TerminalSession.Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
  }
}
