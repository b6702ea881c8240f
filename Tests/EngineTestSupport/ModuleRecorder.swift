import Foundation
import Synchronization
import WasmCore

/// Saves the modules that tests load, each once as `<fingerprint>.wasm`, to be compiled for another run of the same tests.
final class ModuleRecorder: Sendable {
  /// nil when nobody has asked for modules.
  static let shared = ProcessInfo.processInfo.environment["BOOMSLANG_RECORD_MODULES"].map { ModuleRecorder(folder: URL(filePath: $0)) }

  private let folder: URL
  private let saved = Mutex<Set<String>>([])

  private init(folder: URL) {
    self.folder = folder
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch { fatalError("\(error)") }
  }

  func record(_ module: Module) {
    let fingerprint = module.fingerprint
    guard saved.withLock({ $0.insert(fingerprint).inserted }) else { return }
    let bytes = module.bytes.withUnsafeBytes { Data($0) }
    // Atomically: other test processes may record the same module.
    do { try bytes.write(to: folder.appending(path: "\(fingerprint).wasm"), options: .atomic) } catch { fatalError("\(error)") }
  }
}
