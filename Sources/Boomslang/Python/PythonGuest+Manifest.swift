extension PythonGuest {
  /// What `guest.json` says.
  public struct Manifest: Sendable, Hashable {
    /// Something that is built in.
    public struct Package: Sendable, Hashable, Decodable {
      public let name: String
      public let version: String
    }

    /// The version of the interface between guest and host; 0: only its base.
    public let abi: Int32
    /// The version of Python, such as `3.13.5`.
    public let python: String
    /// What is built in, Python included.
    public let packages: [Package]
    /// The SHA-256 of the module, in hexadecimal. Not checked when the guest is loaded.
    public let sha256: String?
    /// The folder with the standard library, relative to the guest's.
    let home: String

    /// - Throws: `guestInvalid`.
    init(_ bytes: [UInt8]) throws(PythonError) {
      let file: File
      do { file = try JSON.decode(File.self, from: bytes) } catch {
        throw .guestInvalid("guest.json cannot be understood: \(Self.explain(error))")
      }
      guard let abi = file.abi, abi >= 0 else { throw .guestInvalid("guest.json does not say which version of the interface the guest has (\"abi\")") }
      self.abi = abi
      python = file.python ?? ""
      packages = file.packages ?? []
      sha256 = file.sha256
      home = file.home ?? "usr"
    }

    private struct File: Decodable {
      let abi: Int32?
      let python: String?
      let packages: [Package]?
      let sha256: String?
      let home: String?
    }

    private static func explain(_ error: any Error) -> String {
      switch error {
      case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
        DecodingError.keyNotFound(_, let context), DecodingError.dataCorrupted(let context):
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
      default: return "\(error)"
      }
    }
  }
}
