import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

/// What is neither file nor directory.
@Suite("Devices, pipes and magic links")
struct SpecialFileTests {
  @Test(arguments: Engine.tested) func devicesAndPipes(engine: Engine) throws {
    let cage = try Cage()
    #expect(mkfifo(cage.inside.appending(path: "pipe").path, 0o600) == 0)
    let guest = try Guest(engine, cage.fileSystem())
    // Opening a pipe would wait for its other end.
    #expect(try code { _ = try guest.openForReading("pipe") } == .acces)
    #expect(try code { try guest.open("pipe", rights: .fdWrite) } == .acces)
    let devices = try Guest(engine, try HostFileSystem(path: "/dev"))
    for name in ["null", "zero", "tty"] where FileManager.default.fileExists(atPath: "/dev/\(name)") {
      #expect(try code { _ = try devices.openForReading(name) } == .acces, "\(name)")
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/root"), "there is no /proc here"), arguments: Engine.tested)
  func magicLinks(engine: Engine) throws {
    let guest = try Guest(engine, try HostFileSystem(path: "/proc", isReadOnly: true))
    // Following these is no walk along a path: the system jumps.
    for path in ["self/root/etc/passwd", "self/cwd/x", "self/exe", "self/root", "thread-self/root/etc"] {
      #expect(try code { _ = try guest.openForReading(path) } == .perm, "\(path)")
    }
  }


  /// Opening one end of a pipe would let go of who waits at the other.
  @Test(arguments: Engine.tested) func whoWaitsAtAPipeGoesOnWaiting(engine: Engine) throws {
    let cage = try Cage()
    let path = cage.inside.appending(path: "pipe").path
    #expect(mkfifo(path, 0o600) == 0)
    let guest = try Guest(engine, cage.fileSystem())
    let isOpen = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let writer = open(path, O_WRONLY)
      isOpen.signal()
      close(writer)
    }
    for _ in 0..<100 {
      #expect(try code { _ = try guest.openForReading("pipe") } == .acces)
      usleep(500)
    }
    #expect(isOpen.wait(timeout: .now()) == .timedOut)
    let reader = open(path, O_RDONLY)
    isOpen.wait()
    close(reader)
  }
}
