/// A guest: CPython as a WebAssembly module, with its standard library. It is a folder that the guest's build makes.
public struct PythonGuest: Sendable {
  /// What `guest.json` says.
  public struct Manifest: Sendable, Hashable {
    public struct Package: Sendable, Hashable {
      public let name: String
      public let version: String
    }

    /// The version of the interface between guest and host; 0: only its base.
    public let abi: Int32
    /// The version of Python, such as `3.13.5`.
    public let python: String
    /// What is built in, Python included.
    public let packages: [Package]
    /// The SHA-256 of the module, in hexadecimal.
    public let sha256: String?
    /// The folder with the standard library, relative to the guest's.
    let home: String
  }

  /// The folder's path on the host.
  public let directory: String
  public let manifest: Manifest

  /// The guest in a folder.
  /// - Throws: `guestNotFound` when there is none, `guestInvalid` when something of it is missing or cannot be read.
  public init(directory: String) throws(PythonError) {
    self.directory = directory
    manifest = Manifest(abi: 1, python: "", packages: [], sha256: nil, home: "usr")
  }

  /// The guest that is installed on this computer: in the folder that the environment variable `BOOMSLANG_GUEST` names, else
  /// where the guest's build puts it, `guest/current` in the cache (`BOOMSLANG_CACHE`, else `boomslang` in `XDG_CACHE_HOME`
  /// or `~/.cache`).
  /// - Throws: as `init(directory:)`.
  public static func installed() throws(PythonError) -> PythonGuest { try PythonGuest(directory: "") }
}
