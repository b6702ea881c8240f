import Boomslang
import Foundation
import Testing

/// A guest that a package manager has put together from links.
@Suite("A guest's folder of links", .needsGuest)
struct LinkedGuestTests {
  @Test(arguments: TestGuest.engines) func everyFileIsALink(engine: PythonEngine) throws {
    let original = URL(filePath: try #require(TestGuest.guest).directory).resolvingSymlinksInPath()
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-links-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.link(original, folder)
    let factory = try TestGuest.factory(engine) { $0.guest = try? PythonGuest(directory: folder.path) }
    let python = try TestGuest.python(engine, from: factory)
    let program = """
      import os, wave, zoneinfo
      folder = os.path.dirname(wave.__file__)
      print('wave.py' in os.listdir(folder), os.path.islink(wave.__file__), os.path.isfile(wave.__file__), os.path.isdir(folder + '/json'))
      print(sum(1 for _ in os.walk('/usr')) > 20, [entry.is_file() for entry in os.scandir(folder) if entry.name == 'wave.py'])
      try: open(wave.__file__, 'a')
      except OSError as error: print(error.strerror)
      print(zoneinfo.ZoneInfo('Europe/Berlin'))
      """
    #expect(try python.output(program) == "True False True True\nTrue [True]\nRead-only file system\nEurope/Berlin\n")
  }

  /// Folders are folders, every third of them a link, and every file is a link.
  private static func link(_ source: URL, _ target: URL) throws {
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for (index, entry) in try FileManager.default.contentsOfDirectory(at: source, includingPropertiesForKeys: [.isDirectoryKey]).enumerated() {
      let name = target.appending(path: entry.lastPathComponent)
      guard try entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true, index % 3 > 0, entry.lastPathComponent != "tests" else {
        try FileManager.default.createSymbolicLink(at: name, withDestinationURL: entry)
        continue
      }
      try link(entry, name)
    }
  }
}
