import Synchronization

/// The image that a factory's instances begin with: from a file in the guest's folder, or made when it is first needed.
final class GoldenImage: Sendable {
  private let program: GuestProgram
  private let kept = Mutex<RuntimeImage?>(nil)

  /// - Throws: `imageInvalid`.
  init(_ program: GuestProgram) throws(PythonError) {
    self.program = program
  }

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
    return try Self.initialize(program)
  }

  /// Starts Python, with nothing in it that depends on when and where: the same guest gives the same image.
  static func initialize(_ program: GuestProgram) throws(PythonError) -> RuntimeImage {
    var options = PythonInstance.Options()
    options.seed = 0
    options.extensions = program.interface.missingExtensions
    let settings = try InstanceSettings(options, program.configuration)
    do {
      let guest = try program.start(settings, prewarms: true) { _ in }
      return RuntimeImage(program, try guest.freeze(settings, reseeds: true))
    } catch {
      switch error {
      case .refused(let error): throw error
      case .trap(let trap): throw .initializationFailed("\(trap)")
      }
    }
  }
}
