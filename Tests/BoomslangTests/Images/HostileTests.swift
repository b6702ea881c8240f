import Boomslang
import Testing
import WASI

/// Scripts that want their images, resets and forks to harm the host, or whoever comes next.
@Suite("Hostile scripts and images", .needsGuest, .ownThreads)
struct HostileTests {
  @Test(arguments: TestGuest.engines)
  func deepDirectories(engine: PythonEngine) async throws {
    let script = """
      import os
      os.makedirs('/work/top')
      for _ in range(30_000):
        os.mkdir('/work/new'); os.rename('/work/top', '/work/new/a'); os.rename('/work/new', '/work/top')
      """
    let python = try TestGuest.factory(engine).image.create()
    #expect(try python.output(script) == "")
    // They are shared, however deep they are; in a file each would have a path that nobody can open.
    let image = try await python.freeze()
    #expect(try image.create().output("import os\nos.rename('/work/top', '/work/other')\nprint(os.listdir('/work'))") == "['other']\n")
    #expect(try python.output("import os\nprint(os.listdir('/work'))") == "['top']\n")
    guard case .imageImpossible? = pythonError({ try image.save(to: "/dev/null/nowhere") }) else {
      Issue.record("30,000 directories inside each other were saved")
      return
    }
    var configuration = InstancePool.Configuration()
    configuration.maximumCount = 1
    let pool = InstancePool(try TestGuest.factory(engine).image, configuration)
    #expect(try await pool.withInstance { try await $0.execute(script).succeeded })
    #expect(try await pool.withInstance { try await $0.execute("import os\nprint(os.listdir('/work'))").stdout } == "[]\n")
  }

  @Test(arguments: TestGuest.engines)
  func oneFileWithManyNames(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.maximumFileBytes = 24 << 20 }
    _ = try python.output("import os\nopen('/work/f', 'wb').write(bytes(20_000_000))\nfor n in range(2_000): os.link('/work/f', f'/work/{n}')")
    let child = try python.fork()
    let script = "f = open('/work/7', 'r+b'); f.write(b'x'); f.close()\nprint(open('/work/1999', 'rb').read(1), os.stat('/work/0').st_nlink)"
    #expect(try child.output(script) == "b'x' 2001\n")
    #expect(try python.output("print(open('/work/1999', 'rb').read(1))") == "b'\\x00'\n")
    // As two thousand files they would be 40 GB.
    guard case .imageImpossible? = pythonError({ try python.freeze().save(to: "/dev/null/nowhere") }) else {
      Issue.record("there are two thousand copies")
      return
    }
  }

  @Test(arguments: TestGuest.engines)
  func pathsThatGrow(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("import os\nfd = os.open('/tmp', os.O_RDONLY)\nfor _ in range(20): fd = os.open('./' * 500, os.O_RDONLY, dir_fd=fd)")
    guard case .imageImpossible? = pythonError({ _ = try python.freeze() }) else {
      Issue.record("a path that nobody can open was kept")
      return
    }
  }

  @Test(arguments: TestGuest.engines)
  func inputIsNotInherited(engine: PythonEngine) async throws {
    var configuration = InstancePool.Configuration()
    configuration.maximumCount = 1
    let pool = InstancePool(try TestGuest.factory(engine).image, configuration)
    try await pool.withInstance { try $0.setStdin("secret\n") }
    #expect(try await pool.withInstance { try await $0.execute("print(input())").stderr.contains("EOFError") })
  }

  /// What an image does when it is told its settings is the script's that made it.
  @Test(arguments: TestGuest.engines)
  func imagesThatNeverEnd(engine: PythonEngine) throws {
    let image = try TestGuest.factory(engine).image.warmed { python in
      _ = try python.output("import random\ndef seed(*_):\n  while True: pass\nrandom.seed = seed")
    }
    var options = PythonInstance.Options()
    options.arguments = ["other"]
    options.limits.timeout = .milliseconds(200)
    guard case .timedOut? = pythonError({ _ = try image.createInstance(options) }) else {
      Issue.record("an endless loop came to an end")
      return
    }
    // One that removes the module harms nobody.
    let other = try TestGuest.factory(engine).image.warmed { _ = try $0.output("import sys\nsys.modules['random'] = None\nsys.modules['uuid'] = 1") }
    #expect(try other.createInstance().output("print(1)") == "1\n")
  }

  @Test(arguments: TestGuest.engines)
  func aCancelledResetLeavesWhatCanBeStopped(engine: PythonEngine) async throws {
    let python = try TestGuest.python(engine) { $0.limits.timeout = .milliseconds(200) }
    for _ in 0..<20 {
      let task = Task { try await python.reset() }
      task.cancel()
      _ = try? await task.value
      if python.isPoisoned { try await python.reset() }
      guard case .timedOut? = await pythonError({ _ = try await python.execute("while True: pass") }) else {
        Issue.record("it was not stopped")
        return
      }
      try await python.reset()
    }
  }

  @Test(arguments: TestGuest.engines)
  func fuelIsTheScripts(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.fuel = 50_000_000 }
    _ = try python.output("x = 1")
    let rest = try #require(python.remainingFuel)
    let child = try python.fork()
    #expect(python.remainingFuel == rest)
    #expect(try child.output("print(x)") == "1\n")
    guard case .outOfFuel? = pythonError({ _ = try python.execute("while True: pass") }) else {
      Issue.record("it had fuel for ever")
      return
    }
    try python.reset()
    #expect(try python.output("print('x' in globals())") == "False\n")
  }

  @Test(arguments: TestGuest.engines)
  func imagesOfSeededInstances(engine: PythonEngine) throws {
    var options = PythonInstance.Options()
    options.seed = 1
    let image = try TestGuest.factory(engine).image.warmed(options) { _ = try $0.output("import random\nrandom.random()") }
    let numbers = try (0..<3).map { _ in try image.createInstance().output("print(random.random())") }
    #expect(Set(numbers).count == 3)
  }

  /// The names of arguments and variables stay with those who were given them.
  @Test(arguments: TestGuest.engines)
  func settingsAreNotInherited(engine: PythonEngine) throws {
    var options = PythonInstance.Options()
    (options.arguments, options.environment) = (["x", "--token=secret"], ["TOKEN": "secret"])
    let image = try TestGuest.factory(engine).image.warmed(options) { _ in }
    #expect(try image.createInstance().output("import sys, os\nprint(sys.argv, dict(os.environ))") == "[''] {}\n")
  }
}

extension RuntimeImage {
  /// In a task, too, on the thread that runs.
  fileprivate func create() throws -> PythonInstance { try createInstance() }
}
