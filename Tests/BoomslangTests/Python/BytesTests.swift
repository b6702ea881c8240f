import Boomslang
import Testing
import WASI

/// Text that Swift's `String` takes for the same and Python does not, and bytes that are no text.
@Suite("Bytes", .needsGuest)
struct BytesTests {
  @Test(arguments: TestGuest.engines) func hostFunctions(engine: PythonEngine) throws {
    let bridge = HostBridge(functions: ["K": { _ in "letter" }, "\u{E9}": { _ in "composed" }, "e\u{301}": { _ in "decomposed" }])
    let python = try TestGuest.python(engine) { $0.hostBridge = bridge }
    let calls = "import boomslang_host as h\nprint(h.call('K', ''), h.call('\\u00e9', ''), h.call('e\\u0301', ''))"
    #expect(try python.output(calls) == "letter composed decomposed\n")
    #expect(try python.execute("import boomslang_host\nboomslang_host.call('\\u212a', '')").exitCode == 1)
  }

  @Test(arguments: TestGuest.engines) func settingsOfAnImage(engine: PythonEngine) throws {
    let show = "import os, sys\nprint(ascii(sys.argv), ascii(os.environ.get('V')), ascii(os.environ.get('\\u00e9')), ascii(os.environ.get('e\\u0301')))"
    var options = PythonInstance.Options()
    (options.arguments, options.environment) = (["s", "caf\u{E9}"], ["V": "K", "\u{E9}": "1"])
    let factory = try TestGuest.factory(engine)
    let first = try factory.image.createInstance(options)
    #expect(first.engine == engine)
    #expect(try first.output(show) == "['s', 'caf\\xe9'] 'K' '1' None\n")
    let image = try first.freeze()
    (options.arguments, options.environment) = (["s", "cafe\u{301}"], ["V": "\u{212A}", "\u{E9}": "1", "e\u{301}": "2"])
    #expect(try image.createInstance(options).output(show) == "['s', 'cafe\\u0301'] '\\u212a' '1' '2'\n")
  }

  @Test(arguments: TestGuest.engines) func bytesThatAreNotText(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) {
      $0.arguments = ["s", ByteString([0xE9]), ByteString([0x61, 0xC3, 0xA9, 0xFF, 0xF0, 0x9F, 0x90, 0x8D, 0xF0])]
      $0.environment = ["V": ByteString([0x80])]
    }
    let show = "import os, sys\nprint(ascii(sys.argv), ascii(os.environ['V']), os.fsencode(sys.argv[1]))"
    #expect(try python.output(show) == "['s', '\\udce9', 'a\\xe9\\udcff\\U0001f40d\\udcf0'] '\\udc80' b'\\xe9'\n")
  }

  /// A guest with files of such names can still be kept, and finds them again.
  @Test(arguments: TestGuest.engines) func filesOfAnImage(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let names = "'\\u0301x', 'e\\u0301', '\\u00e9', os.fsdecode(b'\\xff')"
    try #expect(python.output("import os\nos.mkdir('d')\nfor n in [\(names)]: open('d/' + n, 'w').write(ascii(n))\nopen_file = open('d/\\u0301x')") == "")
    let again = "import os\nprint(sorted(map(ascii, os.listdir('d'))) == sorted(map(ascii, [\(names)])), all(open('d/' + n).read() == ascii(n) for n in os.listdir('d')), open_file.read())"
    #expect(try python.freeze().createInstance().output(again) == "True True '\\u0301x'\n")
    #expect(try python.fork().output(again) == "True True '\\u0301x'\n")
  }
}
