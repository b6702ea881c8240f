import Synchronization

/// The image that a factory's instances begin with: from a file in the guest's folder, or made when it is first needed.
final class GoldenImage: Sendable {
  private let program: GuestProgram
  private let loaded: RuntimeImage?
  private let kept = Mutex<RuntimeImage?>(nil)

  /// - Throws: `imageInvalid`.
  init(_ program: GuestProgram) throws(PythonError) {
    self.program = program
    loaded = try RuntimeImage.loadGolden(program)
  }

  /// The image, if it was needed before.
  var existing: RuntimeImage? { kept.withLock { $0 } }

  /// - Throws: `initializationFailed`.
  func get() throws(PythonError) -> RuntimeImage {
    try kept.withLock { (kept) throws(PythonError) in
      if let kept { return kept }
      let image = try make()
      kept = image
      return image
    }
  }

  private func make() throws(PythonError) -> RuntimeImage {
    guard program.guest.manifest.abi >= GuestFunction.suspend.version else { return RuntimeImage(program, nil) }
    let golden = if let loaded { loaded } else { try Self.initialize(program) }
    // Instances without options of their own are told nothing when they are made: the factory's settings are in the image.
    if golden.state?.settings == GuestSettings(PythonInstance.Options(), program.configuration) { return golden }
    var options = PythonInstance.Options()
    options.extensions = program.interface.missingExtensions
    let instance = try golden.createInstance(options)
    defer { instance.close() }
    return try instance.freeze()
  }

  /// Starts Python, with nothing in it that depends on when and where, nor on the factory: the same guest gives the same image.
  static func initialize(_ program: GuestProgram) throws(PythonError) -> RuntimeImage {
    var options = PythonInstance.Options()
    options.seed = 0
    options.extensions = program.interface.missingExtensions
    let settings = try InstanceSettings(options, PythonExecutorFactory.Configuration())
    do {
      let guest = try program.start(settings, prewarms: true) { _ in }
      return RuntimeImage(program, try guest.freeze(settings))
    } catch {
      switch error {
      case .refused(let error): throw error
      case .trap(let trap): throw .initializationFailed("\(trap)")
      }
    }
  }
}

extension PythonExecutorFactory {
  /// Starts Python in a guest, and writes the state that it is in then to files: the golden image, and, if wanted, a WebAssembly module that
  /// any engine with WASI can go on with. Of the configuration, only guest and engine count.
  /// - Throws: as `init`; `initializationFailed` with the guest's traceback, after which nothing is written; `imageImpossible`.
  package static func writeGoldenImage(_ configuration: Configuration, to path: String, module: String?) throws(PythonError) {
    let program = try GuestProgram(configuration)
    let image = try GoldenImage.initialize(program)
    try image.writeGolden(to: path)
    if let module { try image.writeModule(to: module) }
  }
}
