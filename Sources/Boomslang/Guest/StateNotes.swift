import WASI
import WasmCore

/// What a file with a guest's state holds besides the state of the instance, as bytes: the length of a description in JSON, the description,
/// and the contents of the files in it, one after the other.
struct StateNotes: Sendable {
  let version: Int32
  let interruptRequest: UInt32
  let settings: GuestSettings
  let descriptors: DescriptorImage?
  let files: FileImages
  /// Tells which modules were imported when Python was started: see `PythonGuest.prewarmList`.
  let prewarmList: String

  private struct Description: Codable {
    let version: Int32
    let interruptRequest: UInt32
    let settings: GuestSettings
    let descriptors: DescriptorImage?
    let work, library, temporary: [FileDescription]
    let prewarmList: String
  }

  private struct FileDescription: Codable {
    let path: ByteString
    /// Of files; their contents follow the description.
    var byteCount: Int?
    /// Of links.
    var target: ByteString?
    let modificationTime: UInt64
  }

  // MARK: Writing

  /// - Throws: what JSON cannot express, and files that are too much for a file.
  func encoded() throws -> [UInt8] {
    let archives = try files.archives()
    let descriptions = archives.all.map { $0.items.map(Self.describe) }
    let description = Description(
      version: version, interruptRequest: interruptRequest, settings: settings, descriptors: descriptors, work: descriptions[0],
      library: descriptions[1], temporary: descriptions[2], prewarmList: prewarmList)
    let text = Array(try JSON.encode(description).utf8)
    var bytes = withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
    for archive in archives.all {
      for case .file(let contents) in archive.items.map(\.content) { bytes += contents }
    }
    return bytes
  }

  private static func describe(_ item: FileArchive.Item) -> FileDescription {
    var description = FileDescription(path: item.path, modificationTime: item.modificationTime)
    switch item.content {
    case .directory: break
    case .file(let bytes): description.byteCount = bytes.count
    case .symbolicLink(let target): description.target = target
    }
    return description
  }

  // MARK: Reading

  /// - Throws: `imageInvalid`.
  init(_ bytes: some RandomAccessCollection<UInt8>) throws(PythonError) {
    var rest = bytes[...]
    func take(_ count: UInt64) throws(PythonError) -> [UInt8] {
      guard count <= UInt64(rest.count) else { throw .imageInvalid("it ends early") }
      defer { rest = rest.dropFirst(Int(count)) }
      return Array(rest.prefix(Int(count)))
    }
    let length = try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    let text = try take(length)
    let description: Description
    do { description = try JSON.decode(Description.self, from: text) } catch { throw .imageInvalid("its description cannot be understood: \(error)") }
    func archive(_ files: [FileDescription]) throws(PythonError) -> FileArchive {
      var archive = FileArchive()
      for file in files {
        let content: FileArchive.Content =
          if let count = file.byteCount { .file(try take(UInt64(max(count, 0)))) } else if let target = file.target { .symbolicLink(target: target) } else { .directory }
        archive.items.append(.init(path: file.path, content: content, modificationTime: file.modificationTime))
      }
      return archive
    }
    (version, interruptRequest, settings) = (description.version, description.interruptRequest, description.settings)
    (descriptors, prewarmList) = (description.descriptors, description.prewarmList)
    let archives = FileImages.Archives(
      work: try archive(description.work), library: try archive(description.library), temporary: try archive(description.temporary))
    do throws(Errno) { files = try FileImages(archives) } catch { throw .imageInvalid("its files cannot be made: \(error.message)") }
    guard rest.isEmpty else { throw .imageInvalid("it has more than it should") }
    guard version >= GuestFunction.suspend.version, version <= GuestABI.version else {
      throw .abiMismatch(found: version, supported: GuestABI.version)
    }
  }
}

extension StateNotes {
  init(_ state: GuestState, prewarmList: String) {
    (version, interruptRequest, settings) = (state.version, state.interruptRequest, state.settings)
    (descriptors, files, self.prewarmList) = (state.descriptors, state.files, prewarmList)
  }

  /// The state of which these are the notes.
  func state(_ instance: InstanceImage) -> GuestState {
    GuestState(
      instance: instance, version: version, interruptRequest: interruptRequest, settings: settings, descriptors: descriptors, files: files)
  }
}

extension PythonGuest {
  /// Where a guest's folder has its golden image.
  static let imageName = "golden.image"

  /// A fingerprint of the list of modules that are imported when Python is started for all instances.
  var prewarmList: String {
    let series = manifest.python.split(separator: ".").prefix(2).joined(separator: ".")
    let list = try? ModuleBytes(contentsOfFile: "\(directory)/\(manifest.home)/lib/python\(series)/_boomslang_prewarm.py")
    return list?.fingerprint ?? "none"
  }
}
