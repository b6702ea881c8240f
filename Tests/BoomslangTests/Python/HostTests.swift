import Boomslang
import Synchronization
import Testing

@Suite("Functions of the host", .needsGuest)
struct HostTests {
  private func python(_ engine: PythonEngine, _ bridge: HostBridge) throws -> PythonInstance {
    try TestGuest.python(engine) { $0.hostBridge = bridge }
  }

  @Test(arguments: TestGuest.engines)
  func named(engine: PythonEngine) throws {
    let python = try python(
      engine, HostBridge(functions: ["add": { arguments in arguments == "[3, 4]" ? "7" : "?" }, "echo": { $0 }]))
    #expect(try python.output("import boomslang_host\nprint(boomslang_host.call('add', '[3, 4]'))") == "7\n")
    let echo = "import json\nprint(json.loads(boomslang_host.call('echo', json.dumps({'a': [1, None, 'ü']}))))"
    #expect(try python.output(echo) == "{'a': [1, None, 'ü']}\n")
  }

  @Test(arguments: TestGuest.engines)
  func notThere(engine: PythonEngine) throws {
    let python = try python(engine, HostBridge())
    let result = try python.execute("import boomslang_host\nboomslang_host.call('telephone', '')")
    #expect(result.exitCode == 1)
    #expect(result.stderr.contains("telephone"))
    #expect(try python.output("print('fine')") == "fine\n")
  }

  @Test(arguments: TestGuest.engines)
  func errorsReachPython(engine: PythonEngine) throws {
    let python = try python(engine, HostBridge(functions: ["fail": { throw HostFunctionError("no \($0) today ü") }, "fine": { _ in "ok" }]))
    let source = """
      import boomslang_host
      try:
        boomslang_host.call('fail', 'bread')
      except boomslang_host.HostError as error:
        print(error)
      print(boomslang_host.call('fine'))
      """
    #expect(try python.output(source) == "no bread today ü\nok\n")
    #expect(!python.isPoisoned)
  }

  @Test(arguments: TestGuest.engines)
  func theHandlerComesFirst(engine: PythonEngine) throws {
    let bridge = HostBridge(functions: ["f": { _ in "function" }], callHandler: { name, arguments in "\(name)(\(arguments))" })
    let python = try python(engine, bridge)
    #expect(try python.output("import boomslang_host as h\nprint(h.call('f', 'x'), h.call('g'))") == "f(x) g()\n")
  }

  @Test(arguments: TestGuest.engines)
  func theLog(engine: PythonEngine) throws {
    let lines = Mutex<[String]>([])
    let python = try python(engine, HostBridge(logHandler: { level, message in lines.withLock { $0.append("\(level) \(message)") } }))
    _ = try python.output("import boomslang_host\nfor level in range(-1, 6): boomslang_host.log(level, f'ü{level}')")
    #expect(lines.withLock { $0 } == ["debug ü-1", "debug ü0", "debug ü1", "info ü2", "warning ü3", "error ü4", "error ü5"])
    _ = try TestGuest.python(engine).output("import boomslang_host\nboomslang_host.log(4, 'nobody listens')")
  }

  @Test(arguments: TestGuest.engines)
  func largeTexts(engine: PythonEngine) throws {
    let python = try python(engine, HostBridge(functions: ["repeat": { String(repeating: "ab", count: Int($0) ?? 0) }, "count": { "\($0.utf8.count)" }]))
    let source = "import boomslang_host as h\nt = h.call('repeat', '\(3 << 19)')\nprint(len(t), t == 'ab' * \(3 << 19), h.call('count', 'x' * 3_000_000))"
    #expect(try python.output(source) == "\(3 << 20) True 3000000\n")
    #expect(try python.output("print(len(h.call('repeat', '8192')), len(h.call('repeat', '8193')), repr(h.call('repeat', '0')))") == "16384 16386 ''\n")
  }

  @Test(arguments: TestGuest.engines)
  func argumentsAndLevels(engine: PythonEngine) throws {
    let lines = Mutex<[String]>([])
    let bridge = HostBridge(functions: ["echo": { $0 }], logHandler: { level, text in lines.withLock { $0.append("\(level) \(text)") } })
    let output = try python(engine, bridge).output("""
      import boomslang_host as h
      print(h.call('echo', 'é'), h.call('echo', 'é'.encode()), repr(h.call('echo')))
      for wrong in lambda: h.call('echo', 5), lambda: h.call(b'echo', [1]), lambda: h.call(5), lambda: h.call('echo', '\\ud800'), \
          lambda: h.log('loud', 'x'), lambda: h.log(None, 'x'), lambda: h.log('info', 5), lambda: h.log('info'):
        try: print(wrong())
        except (TypeError, ValueError) as error: print(f'{type(error).__name__}: {error}')
      for level in 'debug', 'info', 'warning', 'error', 0, 4, h.WARNING: h.log(level, 'x')
      """)
    #expect(output == """
      é é ''
      TypeError: the argument of the host's function must be str, not int
      TypeError: the argument of the host's function must be str, not list
      TypeError: the name of the host's function must be str, not int
      UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed
      ValueError: the level must be debug, info, warning, error or a number from 1 to 4, not 'loud'
      TypeError: 'NoneType' object cannot be interpreted as an integer
      TypeError: the message must be str, not int
      TypeError: log() takes exactly 2 arguments (1 given)

      """)
    #expect(lines.withLock { $0 } == ["debug x", "info x", "warning x", "error x", "debug x", "error x", "warning x"])
  }

  /// A handler cannot get at its own instance, and does no harm by trying.
  @Test(arguments: TestGuest.engines)
  func reentrance(engine: PythonEngine) throws {
    let box = Mutex<PythonInstance?>(nil)
    let bridge = HostBridge(functions: [
      "again": { _ in
        guard let python = box.withLock({ $0 }) else { return "?" }
        var outcomes: [String] = []
        do { _ = try python.execute("print('inside')") } catch { outcomes.append("\(error)") }
        do { try python.reset() } catch { outcomes.append("\(error)") }
        return outcomes.joined(separator: ", ")
      }
    ])
    let python = try python(engine, bridge)
    box.withLock { $0 = python }
    let busy = PythonError.busy.description
    #expect(try python.output("import boomslang_host\nprint(boomslang_host.call('again'))") == "\(busy), \(busy)\n")
    box.withLock { $0 = nil }
  }

  @Test(arguments: TestGuest.engines)
  func handlersMayUseOtherInstances(engine: PythonEngine) throws {
    let inner = try TestGuest.python(engine)
    let python = try python(engine, HostBridge(functions: ["inner": { try inner.execute($0).stdout }]))
    #expect(try python.output("import boomslang_host\nprint(boomslang_host.call('inner', 'print(6 * 7)'), end='')") == "42\n")
  }

  @Test(arguments: TestGuest.engines)
  func theFactorysFunctions(engine: PythonEngine) throws {
    let factory = try TestGuest.factory(engine) { $0.hostBridge = HostBridge(functions: ["who": { _ in "factory" }]) }
    let source = "import boomslang_host\nprint(boomslang_host.call('who'))"
    #expect(try TestGuest.python(engine, from: factory).output(source) == "factory\n")
    let other = try TestGuest.python(engine, from: factory) { $0.hostBridge = HostBridge(functions: ["who": { _ in "instance" }]) }
    #expect(try other.output(source) == "instance\n")
  }
}
