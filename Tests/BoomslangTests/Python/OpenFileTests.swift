import Boomslang
import Foundation
import Testing
import WASI

/// How many files scripts may have open, and what they cost the host.
@Suite("Open files", .needsGuest)
struct OpenFileTests {
  private static let openAll = """
    import errno, os
    open_files = []
    try:
      while True: open_files.append(os.open(PATH, os.O_RDONLY))
    except OSError as error: print(len(open_files), errno.errorcode[error.errno])
    """

  @Test(arguments: TestGuest.engines) func theirNumberIsLimited(engine: PythonEngine) throws {
    for limit in [1, 10, 256] {
      let python = try TestGuest.python(engine) { $0.limits.maximumOpenFiles = limit }
      for path in ["'/usr/lib/python3.13/os.py'", "'/work'", "'/tmp'"] {
        #expect(try python.output(Self.openAll.replacing("PATH", with: path)) == "\(limit) EMFILE\n")
        #expect(try python.output("for file in open_files: os.close(file)\nprint(open('/work/f', 'w').write('x'))") == "1\n")
      }
    }
    #expect(ResourceLimits().maximumOpenFiles == 256)
    for limit in [0, -1, 65_537] {
      guard case .invalidLimits? = pythonError({ _ = try TestGuest.python(engine) { $0.limits.maximumOpenFiles = limit } }) else {
        Issue.record("\(limit)")
        return
      }
    }
  }

  /// Many instances with as many files and directories of the standard library as there are.
  @Test(arguments: TestGuest.engines) func thoseOfTheStandardLibraryCostNothing(engine: PythonEngine) async throws {
    try await onThreadOfItsOwn { try Self.thoseOfTheStandardLibraryCostNothing(engine) }
  }

  private static func thoseOfTheStandardLibraryCostNothing(_ engine: PythonEngine) throws {
    func descriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
    let before = try descriptors()
    let instances = try (0..<10).map { _ in try TestGuest.python(engine) { $0.limits.maximumOpenFiles = 4_096 } }
    for python in instances {
      let count = try python.output("""
        import os
        files = []
        for folder, _, names in os.walk('/usr/lib/python3.13'):
          files.append(os.open(folder, os.O_RDONLY))
          files += [os.open(os.path.join(folder, name), os.O_RDONLY) for name in names][:3000 - len(files)]
        assert all(os.read(file, 1) for file in files if not os.path.isdir(file) and os.fstat(file).st_size and (os.fstat(file).st_mode & 0o040000) == 0)
        print(len(files) > 500)
        """)
      #expect(count == "True\n")
    }
    #if os(Linux)
    // Other tests open and close some meanwhile.
    #expect(try descriptors() < before + 1_000)
    #endif
    // They are read right, each at its own position.
    let text = try instances[0].output("""
      paths = ['/usr/lib/python3.13/' + name for name in sorted(os.listdir('/usr/lib/python3.13')) if name.endswith('.py')][:80]
      whole = [open(path, 'rb').read() for path in paths]
      readers = [open(path, 'rb', buffering=0) for path in paths]
      parts = [b''] * len(paths)
      for turn in range(3):
        for index, reader in enumerate(readers): parts[index] += reader.read(100)
      print(all(part == text[:300] for part, text in zip(parts, whole)), readers[0].seek(-5, 2) == len(whole[0]) - 5, readers[0].read() == whole[0][-5:])
      """)
    #expect(text == "True True True\n")
  }
}
