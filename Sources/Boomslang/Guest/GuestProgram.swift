import WASI
import WasmCore

/// A guest as a factory has it: everything that its instances share and only read.
final class GuestProgram: Sendable {
  let configuration: PythonExecutorFactory.Configuration
  let guest: PythonGuest
  let engine: PythonEngine
  let interface: GuestInterface
  let module: Module
  private let mounts: [WASIConfiguration.Mount]

  /// - Throws: as `PythonExecutorFactory.init`.
  init(_ configuration: PythonExecutorFactory.Configuration) throws(PythonError) {
    try configuration.validate()
    self.configuration = configuration
    guest = if let guest = configuration.guest { guest } else { try PythonGuest.installed() }
    module = try guest.loadModule()
    engine = try CompiledGuests.engine(for: configuration, module)
    interface = try GuestInterface(module)
    mounts = [.init(try guest.openHome(), at: GuestPath.home)] + (try configuration.libraries.mounts())
  }

  /// Makes a guest and starts Python in it.
  /// - Parameters:
  ///   - prewarms: whether Python also imports what most scripts need.
  ///   - attach: is told how to stop it, before any of it runs, and how to interrupt its scripts when that is known.
  /// - Throws: what is refused is an `initializationFailed`, `invalidOptions`, `incompatibleExtension` or `abiMismatch`.
  func start(_ settings: InstanceSettings, prewarms: Bool = false, attach: (CallGate.Controls) -> Void) throws(GuestFailure) -> GuestInstance {
    let guest = try makeInstance(settings, nil, attach: attach) { (store, imports) throws(InstantiationError) in
      try store.instantiate(self.module, imports: imports)
    }
    try guest.start()
    if guest.version == 0 {
      try guest.initializeBase(settings.guest)
      attach(try guest.controls())
    } else {
      try guest.call(.setOutputMode, OutputMode.stream)
      try guest.check(try guest.call(.initializePython))
      if prewarms { try guest.check(try guest.call(.prewarm)) }
      try guest.configure(settings.guest)
      guest.interruptRequest = UInt32(bitPattern: try guest.call(.getInterruptRequest))
      attach(try guest.controls())
    }
    guest.streams.forget()
    return guest
  }

  /// - Parameters:
  ///   - state: what `instantiate` makes; nil: something new.
  ///   - instantiate: gets the imports in the module's order.
  func makeInstance(
    _ settings: InstanceSettings, _ state: GuestState?, attach: (CallGate.Controls) -> Void,
    _ instantiate: (Store, [External]) throws(InstantiationError) -> Instance
  ) throws(GuestFailure) -> GuestInstance {
    let streams = GuestStreams(settings.options, settings.input)
    let host = try WASIHost.make(try wasiConfiguration(settings, streams), state)
    var configuration = settings.options.limits.storeConfiguration
    configuration.engine = engine == .interpreter ? .interpreter : .compiled
    configuration.profilesFunctions = settings.options.profilesFunctions
    let store = Store(configuration: configuration)
    attach(CallGate.Controls(stop: store.interruptHandle))
    let calls = HostCalls(settings.bridge, settings.options.limits)
    do {
      let instance = try instantiate(store, interface.bind(host, calls, settings.options.extensions, in: store))
      return GuestInstance(instance, interface, host, calls, streams, state)
    } catch {
      switch error {
      case .link(let error): throw .refused(.initializationFailed(error.description))
      case .trap(let trap): throw .trap(trap)
      }
    }
  }

  /// The first number that a file gets, as far as there are no more mounts than fit below: so that numbers do not depend on mounts.
  private static let firstFileNumber = 32

  private enum OutputMode {
    static let stream: Int32 = 1
  }

  /// - Throws: `invalidLimits`.
  func wasiConfiguration(_ settings: InstanceSettings, _ streams: GuestStreams) throws(GuestFailure) -> WASIConfiguration {
    var configuration = WASIConfiguration()
    configuration.arguments = ["python"]
    // The second is for guests with only the base of the interface; scripts see neither.
    configuration.environment = [("PYTHONHOME", ByteString(GuestPath.home)), ("PYTHONUTF8", "1")]
    do { configuration.mounts = try settings.files.makeMounts(mounts) } catch { throw .refused(error) }
    configuration.standardOutput = streams.output.stream
    configuration.standardError = streams.error.stream
    if case .empty = settings.options.standardInput {
      configuration.standardInput = streams.input.stream
    } else {
      configuration.standardInput = settings.options.standardInput
    }
    configuration.firstFileNumber = max(Self.firstFileNumber, 3 + configuration.mounts.count)
    configuration.maximumDescriptorCount = configuration.firstFileNumber + settings.options.limits.maximumOpenFiles
    if let seed = settings.options.seed { configuration.makeDeterministic(seed: seed) }
    return configuration
  }
}

extension WASIHost {
  /// A host for a guest with that state; nil: for a new guest.
  /// - Throws: what is refused is an `invalidOptions`.
  static func make(_ configuration: WASIConfiguration, _ state: GuestState?) throws(GuestFailure) -> WASIHost {
    let host: WASIHost
    do throws(Errno) { host = try WASIHost(configuration) } catch { throw refusal(error, state) }
    if state?.descriptors != nil { try host.reset(nil, state) }
    return host
  }

  /// Closes all of the guest's files and opens what belongs to the state.
  /// - Throws: what is refused is an `invalidOptions`.
  func reset(_ configuration: WASIConfiguration?, _ state: GuestState?) throws(GuestFailure) {
    do throws(Errno) { try reset(configuration, image: state?.descriptors) } catch { throw Self.refusal(error, state) }
  }

  private static func refusal(_ error: Errno, _ state: GuestState?) -> GuestFailure {
    .refused(.invalidOptions(state?.descriptors == nil
      ? "a mount cannot be opened: \(error.message)" : "what was open when the image was made cannot be opened: \(error.message)"))
  }
}
