import WASI
import WasmCore

/// A guest: CPython as a WebAssembly module, with its standard library. It is a folder that the guest's build makes.
public struct PythonGuest: Sendable {
  /// The folder's path on the host.
  public let directory: String
  public let manifest: Manifest

  /// The guest in a folder.
  /// - Throws: `guestNotFound` when there is none, `guestInvalid` when `guest.json` cannot be understood, `abiMismatch` when
  ///   it is of a later version of the interface.
  public init(directory: String) throws(PythonError) {
    self.directory = directory
    let bytes: [UInt8]
    do throws(Errno) {
      bytes = try SharedFolder(path: directory).readFile("guest.json")
    } catch {
      throw .guestNotFound("there is no guest in \(directory): guest.json: \(error.message)")
    }
    manifest = try Manifest(bytes)
    guard manifest.abi <= GuestABI.version else { throw .abiMismatch(found: manifest.abi, supported: GuestABI.version) }
  }

  /// The guest that is installed on this computer: in the folder that the environment variable `BOOMSLANG_GUEST` names, else
  /// where the guest's build puts it, `guest/current` in the cache (`BOOMSLANG_CACHE`, else `boomslang` in `XDG_CACHE_HOME`
  /// or `~/.cache`).
  /// - Throws: as `init(directory:)`.
  public static func installed() throws(PythonError) -> PythonGuest { try PythonGuest(directory: installedDirectory(variable)) }

  /// Where the installed guest is, with these variables in the environment.
  package static func installedDirectory(_ variable: (String) -> String?) throws(PythonError) -> String {
    if let directory = variable("BOOMSLANG_GUEST") { return directory }
    let current = "guest/current"
    if let cache = variable("BOOMSLANG_CACHE") { return "\(cache)/\(current)" }
    if let cache = variable("XDG_CACHE_HOME") { return "\(cache)/boomslang/\(current)" }
    if let home = variable("HOME") { return "\(home)/.cache/boomslang/\(current)" }
    throw .guestNotFound("no guest is named: set BOOMSLANG_GUEST to the folder with boomslang.wasm and guest.json")
  }

  /// A variable of this process; nil also for an empty one.
  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Loads the module. Functions are validated when they are first called.
  func loadModule() throws(PythonError) -> Module {
    let path = "\(directory)/boomslang.wasm"
    let bytes: ModuleBytes
    do { bytes = try ModuleBytes(contentsOfFile: path) } catch { throw .guestNotFound("the guest has no module: \(error)") }
    do { return try Module.load(bytes, validation: .lazy) } catch { throw .guestInvalid("\(path): \(error)") }
  }

  /// The folder with the standard library. It is the host's own: its files may be links to wherever a package manager keeps them.
  func openHome() throws(PythonError) -> SharedFolder {
    let path = "\(directory)/\(manifest.home)"
    do throws(Errno) { return try SharedFolder(path: path) } catch {
      throw .guestNotFound("the guest has no standard library: \(path): \(error.message)")
    }
  }
}
