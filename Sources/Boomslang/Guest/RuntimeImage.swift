import WASI
import WasmCore

/// How a fresh, initialised guest comes to be: the module is instantiated and Python started in it.
///
/// Instances share the module and its translated code, the standard library and the other libraries, all of which are
/// only read.
final class RuntimeImage: Sendable {
  let interface: GuestInterface
  let module: Module
  private let engine: Engine
  private let mounts: [WASIConfiguration.Mount]

  /// - Throws: `guestInvalid`, `invalidOptions`.
  init(_ guest: PythonGuest, _ module: Module, _ engine: PythonEngine, libraries: [PythonLibrary]) throws(PythonError) {
    self.module = module
    self.engine = engine == .interpreter ? .interpreter : .compiled
    interface = try GuestInterface(module)
    mounts = [.init(try guest.openHome(), at: GuestPath.home)] + (try libraries.mounts())
  }

  /// What differs between instances.
  struct Settings: Sendable {
    let options: PythonInstance.Options
    let files: GuestFiles
    let input: InputSource
    let bridge: HostBridge
    let guest: GuestSettings
  }

  /// Makes a guest that is ready to run scripts.
  /// - Parameter attach: is told how to stop it, before any of it runs, and how to interrupt its scripts when that is known.
  /// - Throws: what is refused is an `initializationFailed`, `invalidOptions`, `incompatibleExtension` or `abiMismatch`.
  func makeGuest(_ settings: Settings, attach: (CallGate.Controls) -> Void) throws(GuestFailure) -> GuestInstance {
    let streams = GuestStreams(settings.options, settings.input)
    let host = try wasiHost(settings, streams)
    let guest = GuestInstance(try instantiate(settings, host, attach), streams)
    try guest.start()
    if guest.version == 0 {
      try initializeBase(guest, settings.guest)
    } else {
      try guest.call(.setOutputMode, OutputMode.stream)
      try check(try guest.call(.initializePython), guest)
      try check(try guest.call(.configure, texts: [try settings.guest.json()]), guest)
      let request = try guest.call(.getInterruptRequest)
      guard let masks = InterruptMasks(guest.memory, at: UInt32(bitPattern: request)) else {
        throw .refused(.guestInvalid("the guest's get_interrupt_request does not say how its scripts are interrupted"))
      }
      attach(CallGate.Controls(stop: guest.store.interruptHandle, interruption: masks, wake: host.wakeSignal))
    }
    _ = streams.output.take()
    _ = streams.error.take()
    return guest
  }

  private enum OutputMode {
    static let stream: Int32 = 1
  }

  private func instantiate(
    _ settings: Settings, _ host: WASIHost, _ attach: (CallGate.Controls) -> Void
  ) throws(GuestFailure) -> Instance {
    var configuration = settings.options.limits.storeConfiguration
    configuration.engine = engine
    configuration.profilesFunctions = settings.options.profilesFunctions
    let store = Store(configuration: configuration)
    attach(CallGate.Controls(stop: store.interruptHandle))
    var linker = Linker(store: store)
    host.define(in: &linker)
    HostCalls(settings.bridge).define(in: &linker)
    for entry in settings.options.extensions.flatMap(\.imports) {
      linker.define(module: entry.module, name: entry.name, type: entry.type, entry.implementation)
    }
    do { return try linker.instantiate(module) } catch {
      switch error {
      case .link(let error): throw .refused(.initializationFailed(error.description))
      case .trap(let trap): throw .trap(trap)
      }
    }
  }

  private func wasiHost(_ settings: Settings, _ streams: GuestStreams) throws(GuestFailure) -> WASIHost {
    var configuration = WASIConfiguration()
    configuration.arguments = ["python"]
    // The second is for guests with only the base of the interface; scripts see neither.
    configuration.environment = [("PYTHONHOME", GuestPath.home), ("PYTHONUTF8", "1")]
    configuration.mounts = settings.files.makeMounts(mounts)
    configuration.standardOutput = streams.output.stream
    configuration.standardError = streams.error.stream
    if case .empty = settings.options.standardInput {
      configuration.standardInput = streams.input.stream
    } else {
      configuration.standardInput = settings.options.standardInput
    }
    if let seed = settings.options.seed { configuration.makeDeterministic(seed: seed) }
    do throws(Errno) { return try WASIHost(configuration) } catch {
      throw .refused(.invalidOptions("a mount cannot be opened: \(error.message)"))
    }
  }

  /// A guest without functions for it starts Python with the first script, and is told its settings by one.
  private func initializeBase(_ guest: GuestInstance, _ settings: GuestSettings) throws(GuestFailure) {
    let text = String(decoding: try settings.json(), as: UTF8.self)
    let status = try guest.call(.execute, texts: [BaseGuest.configuring(text)])
    try guest.collectOutput()
    try check(status, guest)
  }

  private func check(_ status: Int32, _ guest: GuestInstance) throws(GuestFailure) {
    guard status != 0 else { return }
    throw .refused(.initializationFailed(String(decoding: guest.streams.error.take().bytes, as: UTF8.self)))
  }
}

extension GuestSettings {
  fileprivate func json() throws(GuestFailure) -> [UInt8] {
    do { return Array(try JSON.encode(self).utf8) } catch { throw .refused(.invalidOptions("the options have no form in JSON: \(error)")) }
  }
}
