import WasmCore

/// Images in files.
extension RuntimeImage {
  /// Writes to a file what makes this image different from its factory's golden image, with the files in memory. The file at `path` is
  /// replaced.
  /// - Throws: `imageImpossible`.
  public func save(to path: String) throws(PythonError) {
    guard let state, let base = golden.state else { throw .imageImpossible("the guest is of a version that has no images") }
    do {
      let notes = try StateNotes(state, prewarmList: program.guest.prewarmList).encoded()
      let bytes = StateFile.encode(notes: notes, difference: try state.instance.encodeDifference(from: base.instance))
      try Self.replaceFile(path, bytes)
    } catch {
      throw .imageImpossible("\(path): \(error)")
    }
  }

  private static func replaceFile(_ path: String, _ bytes: [UInt8]) throws {
    var file = try ReplacementFile(path: path, byteCount: bytes.count)
    try file.write(bytes, at: 0)
    try file.complete()
  }

  /// Loads what `save(to:)` has written, in this process or another one, with a factory of the same guest.
  /// - Throws: `imageInvalid` when the file is damaged, or was saved with another guest or another golden image.
  public func load(_ path: String) throws(PythonError) -> RuntimeImage {
    guard let base = golden.state else { throw .imageInvalid("the guest is of a version that has no images") }
    let bytes: ModuleBytes
    do { bytes = try ModuleBytes(contentsOfFile: path) } catch { throw .imageInvalid("\(error)") }
    let (notes, difference) = try StateFile.decode(bytes)
    do {
      return RuntimeImage(program, try StateNotes(notes).state(try InstanceImage.decode(difference: difference, base: base.instance)), golden: golden)
    } catch let error as PythonError {
      throw error
    } catch {
      throw .imageInvalid("\(path): \(error)")
    }
  }

  // MARK: The golden image

  /// Writes the whole image to a file that can be mapped.
  /// - Throws: `imageImpossible`.
  func writeGolden(to path: String) throws(PythonError) {
    guard let state else { throw .imageImpossible("the guest is of a version that has no images") }
    do {
      try state.instance.write(toFile: path, annotations: try StateNotes(state, prewarmList: program.guest.prewarmList).encoded())
    } catch {
      throw .imageImpossible("\(error)")
    }
  }

  /// Writes the state as a module.
  /// - Throws: `imageImpossible`.
  func writeModule(to path: String) throws(PythonError) {
    guard let state else { throw .imageImpossible("the guest is of a version that has no images") }
    do { try Self.replaceFile(path, try state.instance.makeModule()) } catch {
      throw .imageImpossible("\(path): \(error)")
    }
  }

  /// The golden image in the guest's folder; nil when there is none.
  /// - Throws: `imageInvalid`.
  static func loadGolden(_ program: GuestProgram) throws(PythonError) -> RuntimeImage? {
    let path = "\(program.guest.directory)/\(PythonGuest.imageName)"
    guard access(path, F_OK) == 0 else { return nil }
    do {
      let (instance, annotations) = try InstanceImage.load(contentsOfFile: path, for: program.module)
      let notes = try StateNotes(annotations)
      guard notes.prewarmList == program.guest.prewarmList else {
        throw PythonError.imageInvalid("it was made with another list of modules to import")
      }
      return RuntimeImage(program, notes.state(instance))
    } catch {
      throw .imageInvalid("\(path): \(error); make it again with boomslang snapshot, or remove it")
    }
  }
}
