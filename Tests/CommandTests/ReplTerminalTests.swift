import CommandTestSupport
import Foundation
import Testing

/// The prompt at a terminal.
@Suite("boomslang repl: a terminal", .needsGuest)
struct ReplTerminalTests {
  private let left = "\u{1B}[D"
  private let up = "\u{1B}[A"
  private let controlA = "\u{1}"
  private let controlC = "\u{3}"
  private let controlD = "\u{4}"
  private let controlR = "\u{12}"

  /// With a prompt that has come. Keys that are no text are only typed at a prompt: before it, they are the terminal's.
  private func start(environment: [String: String] = [:], state: String = "/dev/null") throws -> TerminalSession {
    // Where the guest is.
    var variables = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("BOOMSLANG") || $0.key == "XDG_CACHE_HOME" }
    variables["XDG_STATE_HOME"] = state
    let session = try TerminalSession(["repl"], environment: variables.merging(environment) { _, new in new })
    try session.expect(">>> ")
    return session
  }

  @Test func editing() throws {
    let session = try start()
    session.type("1 + 20\(left)\u{7F}4\r")
    try session.expect("\n41\n>>> ")
    session.type("(4)\(controlA)abs\r")
    try session.expect("\n4\n>>> ")
    session.type("'漢字'\(left)\(left)か\r")
    try session.expect("\n'漢か字'\n>>> ")
    session.type(controlD)
    #expect(try session.finish() == 0 && session.isInUsualMode)
  }

  @Test func blocks() throws {
    let session = try start()
    session.type("for i in range(2):\r")
    try session.expect("...     ")
    session.type("print(i, 'x')\r\r")
    try session.expect("\n0 x\n1 x\n>>> ")
    session.type("\u{1B}[200~y = 5\rif y:\r  y * 3\r\u{1B}[201~")
    session.type("\r")
    try session.expect("\n15\n>>> ")
    session.type("exit(4)\r")
    #expect(try session.finish() == 4)
  }

  @Test func history() throws {
    try Temporary.folder { folder in
      let first = try start(state: folder.path)
      first.type("6 * 7\r")
      try first.expect("\n42\n>>> ")
      first.type("if 1:\r'block'\r\r")
      try first.expect("\n'block'\n>>> ")
      first.type(controlD)
      #expect(try first.finish() == 0)
      let second = try start(state: folder.path)
      second.type(up + "\r\r")
      try second.expect("\n'block'\n>>> ")
      second.type(controlR + "6 *\r")
      try second.expect("\n42\n>>> ")
      second.type("exit()\r")
      #expect(try second.finish() == 0)
    }
  }

  @Test func completion() throws {
    let session = try start()
    session.type("import os\r")
    try session.expect("\n>>> ")
    session.type("os.path.basenam\t")
    try session.expect("os.path.basename(")
    session.type("'a/b')\r")
    try session.expect("\n'b'\n>>> ")
    session.type("os.SEEK_\t\t")
    try session.expect("os.SEEK_CUR  os.SEEK_END  os.SEEK_SET\n>>> os.SEEK_")
    session.type("SET\r")
    try session.expect("\n0\n>>> ")
  }

  @Test(arguments: ["while True: pass", "import time; time.sleep(1000)", "input()"])
  func theInterruptKey(_ code: String) throws {
    let session = try start()
    session.type("some text" + controlC)
    try session.expect("KeyboardInterrupt\n>>> ")
    session.type("\u{1B}[200~print('run' + 'ning')\r\(code)\r\u{1B}[201~\r")
    try session.expect("running\n")
    session.type(controlC)
    try session.expect("KeyboardInterrupt\n>>> ")
    session.type("7 * 7\r")
    try session.expect("\n49\n>>> ")
  }

  @Test func theInterruptKeyPressedTwice() throws {
    let session = try start()
    session.type("x = 1\rwhile True:\rtry: print('go' + 'ing'); [0 for i in iter(int, 1)]\rexcept KeyboardInterrupt: print('n' + 'o')\r\r")
    try session.expect("going\n")
    session.type(controlC)
    try session.expect("no\n")
    session.type(controlC)
    try session.expect("Python has been started anew")
    session.type("x\r")
    try session.expect("NameError")
  }

  @Test func programsThatRead() throws {
    let session = try start()
    session.type("input('name? ') + '!'\r")
    try session.expect("\nname? ")
    session.type("Zoë\r")
    try session.expect("\n'Zoë!'\n>>> ")
    // Typed before it was asked for.
    session.type("input() * 2\rab\r")
    try session.expect("\n'abab'\n>>> ")
  }

  @Test func terminalsThatCannotEdit() throws {
    let session = try start(environment: ["TERM": "dumb"])
    session.type("1 + 1\r")
    try session.expect("\n2\n>>> ")
    session.type("if 1:\r")
    try session.expect("... ")
    session.type(controlC)
    try session.expect("KeyboardInterrupt\n>>> ")
    session.type(controlD)
    #expect(try session.finish() == 0)
    #expect(!session.written.contains("\u{1B}"))
  }

  @Test func theTerminalIsLeftAsItWas() throws {
    let session = try start()
    session.type("some text")
    try session.expect("some text")
    #expect(!session.isInUsualMode)
    session.signal(SIGTERM)
    #expect(try session.finish() == 128 + SIGTERM && session.isInUsualMode)
  }
}
