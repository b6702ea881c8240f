import Boomslang
import Foundation
import Testing
import WASI

@Suite("Files", .needsGuest)
struct FileTests {
  @Test(arguments: TestGuest.engines)
  func theRoot(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    #expect(try python.output("import os\nprint(sorted(os.listdir('/')), os.getcwd())") == "['lib', 'tmp', 'usr', 'work'] /work\n")
  }

  @Test(
    arguments: TestGuest.engines,
    ["open('/usr/lib/python3.13/os.py', 'a')", "open('/usr/x', 'w')", "os.remove('/usr/lib/python3.13/os.py')", "os.mkdir('/usr/d')", "open('/x', 'w')",
      "os.mkdir('/d')", "os.rmdir('/work')", "os.rename('/usr/lib', '/usr/bil')", "os.utime('/')", "os.symlink('/work', '/link')"])
  func whatIsReadOnly(engine: PythonEngine, change: String) throws {
    let result = try TestGuest.python(engine).execute("import os\ntry:\n  \(change)\nexcept OSError as error:\n  print('OSError')")
    #expect(result.stdout == "OSError\n", "\(result.stderr)")
  }

  @Test(arguments: TestGuest.engines)
  func filesOfTheHost(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.workFiles.writeFile("in.txt", Array("Grüße".utf8))
    _ = try python.output("text = open('in.txt', encoding='utf-8').read()\nopen('/work/out.txt', 'w', encoding='utf-8').write(text.upper())")
    #expect(String(decoding: try python.workFiles.readFile("out.txt"), as: UTF8.self) == "GRÜSSE")
  }

  @Test(arguments: TestGuest.engines)
  func whatSurvivesAReset(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let listing = "import os\nprint([os.listdir(d) for d in ('/work', '/lib', '/tmp')])"
    _ = try python.output("for d in ('work', 'lib', 'tmp'): open(f'/{d}/f', 'w').write(d)")
    #expect(try python.output(listing) == "[['f'], ['f'], ['f']]\n")
    try python.reset()
    #expect(try python.output(listing) == "[['f'], ['f'], []]\n")
    #expect(try python.output("print(open('/work/f').read())") == "work\n")
  }

  @Test(arguments: TestGuest.engines)
  func modulesInLib(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("open('/lib/mine.py', 'w').write('value = 7')")
    #expect(try python.output("import mine\nprint(mine.value, mine.__file__)") == "7 /lib/mine.py\n")
    try python.reset()
    #expect(try python.output("import mine\nprint(mine.value)") == "7\n")
  }

  @Test(arguments: TestGuest.engines)
  func aDirectoryOfTheHost(engine: PythonEngine) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-work-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let python = try TestGuest.python(engine) { $0.workDirectory = .host(path: folder.path) }
    _ = try python.output("open('made', 'w').write('by the guest')")
    #expect(try String(contentsOf: folder.appending(path: "made"), encoding: .utf8) == "by the guest")
    let reader = try TestGuest.python(engine) { $0.workDirectory = .host(path: folder.path, isReadOnly: true) }
    #expect(try reader.output("print(open('made').read())") == "by the guest\n")
    #expect(try reader.execute("open('other', 'w')").stderr.contains("OSError"))
    guard case .invalidOptions? = pythonError({ _ = try TestGuest.python(engine) { $0.workDirectory = .host(path: "/no/such/place") } }) else {
      Issue.record("a directory that is not there")
      return
    }
  }

  @Test(arguments: TestGuest.engines)
  func filesThatInstancesShare(engine: PythonEngine) throws {
    let shared = MemoryFileSystem()
    let (one, other) = (
      try TestGuest.python(engine) { $0.workDirectory = .fileSystem(shared) }, try TestGuest.python(engine) { $0.mounts = [.init(shared, at: "/data/shared")] }
    )
    _ = try one.output("open('/work/f', 'w').write('x')")
    #expect(try other.output("import os\nprint(open('/data/shared/f').read(), sorted(os.listdir('/')))") == "x ['data', 'lib', 'tmp', 'usr', 'work']\n")
  }

  @Test(arguments: TestGuest.engines)
  func filesInMemoryHaveALimit(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.maximumFileBytes = 1 << 20 }
    for directory in ["work", "lib", "tmp"] {
      let source = """
        def write(name, count):
          try:
            with open('/\(directory)/' + name, 'wb', buffering=0) as file: print(file.write(bytes(count)))
          except OSError as error: print(error.strerror)
        write('a', 2 << 20)
        write('b', 700_000)
        write('c', 700_000)
        """
      #expect(try python.output(source) == "File too large\n700000\nNo space left on device\n")
    }
    let far = "f = open('/work/g', 'wb')\ntry:\n  f.seek(2**40)\n  f.write(b'x')\n  f.flush()\nexcept OSError as error:\n  print('OSError')"
    #expect(try python.execute(far).stdout == "OSError\n")
  }

  @Test(arguments: TestGuest.engines)
  func theNumberOfFilesHasALimit(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.maximumFileCount = 50 }
    for directory in ["work", "lib", "tmp"] {
      let source = """
        import os
        os.chdir('/\(directory)')
        def count(make):
          n = 0
          try:
            while True:
              make(n)
              n += 1
          except OSError as error: return n, error.strerror
        print(count(lambda n: open(str(n), 'w').close()), count(lambda n: os.link('0', 'link' + str(n))))
        """
      // The root directory is one of them, and has no name.
      #expect(try python.output(source) == "(49, 'No space left on device') (51, 'No space left on device')\n")
    }
    // Who makes an instance of an image of them has to allow as many.
    let image = try python.freeze()
    var options = PythonInstance.Options()
    options.limits.maximumFileCount = 49
    guard case .invalidLimits? = pythonError({ _ = try image.createInstance(options) }) else {
      Issue.record("there are more files than the limit allows")
      return
    }
  }
}
