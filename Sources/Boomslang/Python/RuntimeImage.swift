import WasmCore

/// The state of an initialised Python, for any number of instances to begin with: an instance takes microseconds to make, shares all
/// memory that it does not write to with the others, and finds imported what was imported when the image was made.
///
/// A factory has one (`PythonExecutorFactory.image`), with Python started and the modules imported that most scripts need. Others are made
/// from instances: by `warmed`, `PythonInstance.freeze()` or `PythonInstance.fork()`. Files hold them across processes: `save(to:)`.
///
/// Immutable; can be used from any thread. It keeps the factory's guest alive, and not the instance it was made from.
///
/// Every instance draws other random numbers, unless `PythonInstance.Options.seed` is set: `random`, `numpy.random`, SQLite's `random()`
/// and the names of temporary files are seeded anew, and `os.urandom`, `secrets` and `uuid4` ask the host. The secret of `hash` is part of the
/// image, and known to everyone who has the same guest: do not let people choose the keys of large dictionaries without a limit on time. Part of the
/// image are also generators that scripts have made themselves. With a seed, clocks and random numbers begin anew in each instance, forks included.
public final class RuntimeImage: Sendable {
  let program: GuestProgram
  /// nil: the guest is of a version without images, and Python is started in each instance.
  let state: GuestState?
  /// nil: this is the golden image.
  private let base: RuntimeImage?

  /// - Parameter golden: nil: this is it.
  init(_ program: GuestProgram, _ state: GuestState?, golden: RuntimeImage? = nil) { (self.program, self.state, base) = (program, state, golden) }

  /// The image of the guest, which all others were made from.
  var golden: RuntimeImage { base ?? self }

  /// Bytes of memory that an instance has from its start.
  public var memoryByteCount: Int { state?.instance.memoryByteCount ?? program.interface.initialMemory }

  /// Makes an instance that begins with this state, on this thread.
  /// - Parameter options: mounts must begin with those of the instance that the image was made from, and extensions be the same.
  /// - Throws: `invalidLimits`, `invalidOptions`, `incompatibleExtension`, `abiMismatch`, `initializationFailed`.
  public func createInstance(_ options: PythonInstance.Options = .init()) throws(PythonError) -> PythonInstance {
    let instance = try PythonInstance(self, options)
    try instance.reset()
    return instance
  }

  /// The same on a thread for this purpose.
  /// - Throws: as the other variant; `cancelled` when the task is; `noThread`.
  public func createInstance(_ options: PythonInstance.Options = .init()) async throws(PythonError) -> PythonInstance {
    try await createInstance(options, maximumWait: nil)
  }

  /// - Parameter maximumWait: how long it may wait for a thread.
  func createInstance(_ options: PythonInstance.Options, maximumWait: Duration?) async throws(PythonError) -> PythonInstance {
    let instance = try PythonInstance(self, options)
    try await instance.performReset(maximumWait: maximumWait)
    return instance
  }

  /// The image of an instance of this one in which `prepare` has run: imports, definitions, data that every instance will need.
  /// - Parameters:
  ///   - options: of the instance; those that are made from the image have their own.
  ///   - prepare: what it throws ends this.
  public func warmed(
    _ options: PythonInstance.Options = .init(), _ prepare: (PythonInstance) throws -> Void
  ) throws -> RuntimeImage {
    let instance = try createInstance(options)
    defer { instance.close() }
    try prepare(instance)
    return try instance.freeze()
  }

  // MARK: Guests

  /// Makes a guest that begins with this state.
  /// - Parameter attach: is told how to stop it, before any of it runs, and how to interrupt its scripts when that is known.
  /// - Throws: what is refused is an `initializationFailed` or `invalidOptions`.
  func makeGuest(_ settings: InstanceSettings, attach: (CallGate.Controls) -> Void) throws(GuestFailure) -> GuestInstance {
    guard let state else { return try program.start(settings, attach: attach) }
    let guest = try program.makeInstance(settings, state, attach: attach) { (store, imports) throws(InstantiationError) in
      do throws(LinkError) { return try store.instantiate(state.instance, imports: imports) } catch { throw .link(error) }
    }
    try adapt(guest, state, settings, attach)
    return guest
  }

  /// Makes a guest of this image, in which no call is under way, as it was in the beginning.
  /// - Returns: false when only a new one can be.
  func restore(_ guest: GuestInstance, _ settings: InstanceSettings, attach: (CallGate.Controls) -> Void) throws(GuestFailure) -> Bool {
    guard let state else { return false }
    attach(CallGate.Controls(stop: guest.store.interruptHandle))
    do { try guest.instance.restore() } catch { return false }
    guest.calls.reset()
    guest.streams.forget()
    try guest.host.reset(try program.wasiConfiguration(settings, guest.streams), state)
    try adapt(guest, state, settings, attach)
    return true
  }

  private func adapt(
    _ guest: GuestInstance, _ state: GuestState, _ settings: InstanceSettings, _ attach: (CallGate.Controls) -> Void
  ) throws(GuestFailure) {
    attach(try guest.controls())
    guard settings.guest != state.settings else { return }
    try guest.configure(settings.guest)
    guest.streams.forget()
  }
}
