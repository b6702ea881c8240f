import EngineTestSupport
import Foundation
import WASI
import WasmCore

/// The file systems that all have to behave alike.
enum FileSystemKind: String, CaseIterable, Sendable {
  case host
  case memory
  case overlay
  /// The same over something that is there already, in directories that the tests do not look into.
  case overlayOverFiles
}

/// An empty file system of a kind, and what it needs as long as it is used.
final class TestFiles {
  let fileSystem: any FileSystem
  /// A folder of the host, removed with this object.
  let folder: URL

  init(_ kind: FileSystemKind) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-files-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    switch kind {
    case .host: fileSystem = try HostFileSystem(path: folder.path)
    case .memory: fileSystem = MemoryFileSystem()
    case .overlay: fileSystem = try OverlayFileSystem(over: MemoryFileSystem())
    case .overlayOverFiles: fileSystem = try OverlayFileSystem(over: try HostFileSystem(path: folder.path, isReadOnly: true))
    }
  }

  deinit {
    // Not by FileManager, which gives up at trees as deep as some tests make.
    let remove = Process()
    remove.executableURL = URL(filePath: "/bin/rm")
    remove.arguments = ["-rf", folder.path]
    try? remove.run()
    remove.waitUntilExit()
  }

  /// For a test that is run with each engine on each file system.
  static let combinations = Engine.tested.flatMap { engine in FileSystemKind.allCases.map { Combination(engine: engine, kind: $0) } }

  struct Combination: Sendable, CustomStringConvertible {
    let engine: Engine
    let kind: FileSystemKind
    var description: String { "\(engine) on \(kind)" }
  }
}
