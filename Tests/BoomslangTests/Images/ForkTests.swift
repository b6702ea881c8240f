import Boomslang
import Testing
import WASI

/// Instances that go on where others stood.
@Suite("Images and forks", .needsGuest, .ownThreads)
struct ForkTests {
  @Test(arguments: TestGuest.engines)
  func aForkGoesOn(engine: PythonEngine) throws {
    let parent = try TestGuest.python(engine)
    _ = try parent.output(
      """
      import math, os
      numbers = list(range(100_000))
      def total(): return sum(numbers)
      os.environ['COLOUR'] = 'red'
      os.chdir('/tmp')
      open('/work/w', 'w').write('in work'); open('/tmp/t', 'w').write('in tmp'); open('/lib/mine.py', 'w').write('answer = 42')
      os.mkdir('/tmp/folder'); os.symlink('t', '/tmp/link')
      file = open('/tmp/lines', 'w+'); _ = file.write('one\\ntwo\\n'); file.flush(); _ = file.seek(4)
      """)
    let child = try parent.fork()
    #expect(child.engine == engine)
    let state = "print(total(), os.environ['COLOUR'], os.getcwd(), open('/work/w').read(), open('link').read(), file.read(), sorted(os.listdir()))"
    let expected = "4999950000 red /tmp in work in tmp two\n ['folder', 'lines', 'link', 't']\n"
    #expect(try child.output(state) == expected)
    #expect(try child.output("import mine\nprint(mine.answer)") == "42\n")
    // Each has its own.
    _ = try child.output("numbers.append(1)\nopen('/work/w', 'w').write('changed')\nopen('/tmp/new', 'w').close()\nos.environ['COLOUR'] = 'blue'")
    #expect(try parent.output(state) == expected)
    // A reset goes back to the fork; what is in /work stays.
    try child.reset()
    #expect(try child.output("print(total(), os.environ['COLOUR'], open('/work/w').read(), sorted(os.listdir('/tmp')))")
      == "4999950000 red changed ['folder', 'lines', 'link', 't']\n")
    try parent.reset()
    #expect(try parent.execute("total()").stderr.contains("NameError"))
  }

  @Test(arguments: TestGuest.engines)
  func forksOfForks(engine: PythonEngine) throws {
    var python = try TestGuest.python(engine)
    _ = try python.output("path = []")
    for number in 0..<10 {
      _ = try python.output("path.append(\(number))")
      python = try python.fork()
    }
    #expect(try python.output("print(path)") == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n")
  }

  @Test(arguments: TestGuest.engines)
  func warmedImages(engine: PythonEngine) throws {
    let factory = try TestGuest.factory(engine)
    let image = try factory.image.warmed { python in
      _ = try python.output("import wave\ntable = {n: str(n) for n in range(50_000)}")
    }
    let instances = try (0..<3).map { _ in try image.createInstance() }
    for (number, python) in instances.enumerated() {
      #expect(try python.output("import sys\nprint('wave' in sys.modules, table[49_999])\ntable[49_999] = \(number)") == "True 49999\n")
    }
    #expect(try instances[1].output("print(table[49_999])") == "1\n")
    // Settings of an instance replace those of the image.
    var options = PythonInstance.Options()
    options.arguments = ["name", "argument"]
    options.environment = ["A": "B"]
    options.mounts = [.init(MemoryFileSystem(), at: "/data")]
    let other = try image.createInstance(options)
    #expect(try other.output("import os, sys\nprint(sys.argv, os.environ['A'], os.listdir('/data'), len(table))") == "['name', 'argument'] B [] 50000\n")
    // What went wrong is told.
    #expect(throws: PythonError.self) { try factory.image.warmed { _ = try $0.compile("(") } }
  }

  @Test(arguments: TestGuest.engines)
  func savedStates(engine: PythonEngine) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/state"
      let python = try TestGuest.python(engine)
      _ = try python.output("import os\nvalues = [n * n for n in range(10_000)]\nopen('/tmp/t', 'w').write('kept')\nos.makedirs('/work/a/b')\nopen('/work/a/b/c', 'wb').write(bytes(300))")
      try python.freeze().save(to: path)
      // Another factory stands for another process; CommandTests have a real one.
      let loaded = try TestGuest.factory(engine).image.load(path)
      let copy = try loaded.createInstance()
      #expect(try copy.output("print(sum(values), open('/tmp/t').read(), len(open('/work/a/b/c', 'rb').read()))") == "333283335000 kept 300\n")
      try loaded.save(to: path)
      #expect(try TestGuest.factory(engine).image.load(path).createInstance().output("print(len(values))") == "10000\n")
    }
  }

  @Test func damagedFilesAreRefused() throws {
    try withTemporaryFolder { folder in
      let files = try HostFileSystem(path: folder)
      let image = try TestGuest.factory(.interpreter).image
      try image.createInstance().freeze().save(to: "\(folder)/state")
      let bytes = try files.readFile("state")
      func isRefused(_ bytes: [UInt8]) throws -> Bool {
        try files.writeFile("damaged", bytes)
        guard case .imageInvalid? = pythonError({ _ = try image.load("\(folder)/damaged") }) else { return false }
        return true
      }
      for length in [0, 1, 15, 16, 24, 100, bytes.count / 2, bytes.count - 1] { #expect(try isRefused(Array(bytes.prefix(length))), "\(length)") }
      for position in stride(from: 0, to: bytes.count, by: max(bytes.count / 97, 1)) {
        var damaged = bytes
        damaged[position] ^= 0x10
        #expect(try isRefused(damaged), "\(position)")
      }
      guard case .imageInvalid? = pythonError({ _ = try image.load("\(folder)/nothing") }) else {
        Issue.record("a file that does not exist was loaded")
        return
      }
    }
  }

  @Test(arguments: TestGuest.engines)
  func whatCannotBeFrozen(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("import os\nfile = open('/tmp/f', 'w')\nos.unlink('/tmp/f')")
    guard case .imageImpossible(let message)? = pythonError({ _ = try python.fork() }) else {
      Issue.record("a file that is gone was frozen")
      return
    }
    #expect(message.contains("f is not there any more"))
    // The instance is as good as before, and within reach.
    _ = try timeAfter { #expect(python.interrupt()) } until: {
      let result = try python.execute("while True: pass")
      #expect(result.stderr.contains("KeyboardInterrupt"))
    }
    _ = try python.output("file.close()")
    _ = try python.fork()
    python.poison()
    guard case .poisoned? = pythonError({ _ = try python.fork() }) else {
      Issue.record("a poisoned instance was frozen")
      return
    }
  }

  @Test(arguments: TestGuest.engines)
  func asynchronously(engine: PythonEngine) async throws {
    let python = try await TestGuest.factory(engine).createInstance()
    _ = try await python.execute("x = 1")
    let child = try await python.fork()
    #expect(try await child.execute("print(x)").stdout == "1\n")
    try await child.reset()
    #expect(try await python.freeze().createInstance().execute("print(x)").stdout == "1\n")
  }
}
