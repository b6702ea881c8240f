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
