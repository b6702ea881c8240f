import WasmCore

/// A guest's operating system: WASI preview 1 (`wasi_snapshot_preview1`) for one instance.
///
///     let wasi = try WASIHost(configuration)
///     var linker = Linker(store: store)
///     wasi.define(in: &linker)
///     let code = try wasi.run(try linker.instantiate(module))
///
/// A host has the state that belongs to one run of a guest, such as its open files; make one for each instance, or
/// `reset` it in between. It belongs to the store's thread.
public final class WASIHost {
  /// The module name under which guests import these functions.
  public static let moduleName = "wasi_snapshot_preview1"

  public private(set) var configuration: WASIConfiguration
  public let wakeSignal = WakeSignal()
  var descriptors: DescriptorTable
  /// nil as long as nobody has asked for one.
  var deviceNumbers: DeviceNumbers?
  /// What the guest of the image had open and this one could not open again.
  public private(set) var lostFiles: [LostFile.Description] = []

  /// - Throws: the error that opening a mounted file system gave, or `inval` for an argument, variable or path with a NUL
  ///   in it or a variable without a name.
  public init(_ configuration: WASIConfiguration = WASIConfiguration()) throws(Errno) {
    try Self.check(configuration)
    self.configuration = configuration
    descriptors = try Self.openDescriptors(configuration)
  }

  /// Closes all of the guest's files and opens what a new guest gets, or the guest of an image had.
  /// - Parameters:
  ///   - configuration: what the guest sees from now on; nil: what it saw before.
  ///   - image: from `freezeDescriptors`. Mounts are found by their paths. What cannot be opened again is in `lostFiles`; using it
  ///     fails with `stale`.
  /// - Throws: as the initialiser; `badf` when there is no number for a mount that the image does not know.
  public func reset(_ configuration: WASIConfiguration? = nil, image: DescriptorImage? = nil) throws(Errno) {
    if let configuration {
      try Self.check(configuration)
      self.configuration = configuration
    }
    deviceNumbers = nil
    (descriptors, lostFiles) = if let image { try openDescriptors(image) } else { (try Self.openDescriptors(self.configuration), []) }
  }

  /// Defines all functions, under `wasi_snapshot_preview1`.
  public func define(in linker: inout Linker) {
    for function in HostFunction.table {
      linker.define(.function(function.bind(to: self, in: linker.store)), module: Self.moduleName, name: function.name)
    }
  }

  /// One of the functions, for hosts that find definitions without a linker; nil when there is none of that name.
  public func definition(_ name: String, in store: Store) -> External? { HostFunction.named[name].map { .function($0.bind(to: self, in: store)) } }

  /// The names of all functions.
  public static var functionNames: Set<String> { Set(HostFunction.named.keys) }

  /// Runs a command (a module that exports `_start`) from start to end.
  /// - Returns: its exit code, 0 when it ends without saying one.
  /// - Throws: `Trap`, with `argumentMismatch` when `_start` is missing.
  public func run(_ instance: Instance) throws(Trap) -> UInt32 {
    do {
      try instance.invoke("_start")
      return 0
    } catch {
      guard let code = error.exitCode else { throw error }
      return code
    }
  }

  /// Prepares a reactor (a module that exports functions instead of `_start`) by its `_initialize`, if it has one.
  /// - Throws: `Trap`; with a `ProcessExit` as its cause when the guest ended itself.
  public func initialize(_ instance: Instance) throws(Trap) {
    if instance.function("_initialize") != nil { try instance.invoke("_initialize") }
  }

  private static func check(_ configuration: WASIConfiguration) throws(Errno) {
    for argument in configuration.arguments { try Self.check(argument) }
    for mount in configuration.mounts { try Self.check(mount.path) }
    for (name, value) in configuration.environment {
      guard !name.isEmpty, !name.bytes.contains(UInt8(ascii: "=")) else { throw .inval }
      try Self.check(name)
      try Self.check(value)
    }
  }

  private static func check(_ text: ByteString) throws(Errno) {
    if text.bytes.contains(0) { throw .inval }
  }

  static func openDescriptors(_ configuration: WASIConfiguration) throws(Errno) -> DescriptorTable {
    var entries: [Int: DescriptorTable.Entry] = [:]
    func add(_ entry: DescriptorTable.Entry) throws(Errno) {
      guard entries.count < configuration.maximumDescriptorCount else { throw .mfile }
      entries[entries.count] = entry
    }
    func add(_ number: Int, _ stream: any OpenFile, _ rights: Rights) throws(Errno) {
      // C libraries take a character device without these rights for a terminal.
      let rights = (stream as? HostStream)?.isOtherDevice == true ? rights.union(.seekable) : rights
      try add(.init(node: .file(stream), rights: rights, inheriting: [], origin: .stream(number)))
    }
    try add(0, configuration.standardInput.open(), .input)
    try add(1, configuration.standardOutput.open(inherited: STDOUT_FILENO), .output)
    try add(2, configuration.standardError.open(inherited: STDERR_FILENO), .output)
    for (index, mount) in configuration.mounts.enumerated() {
      let root = try mount.fileSystem.openRoot()
      try add(.init(node: .directory(root), rights: .directory, inheriting: .all, origin: .mount(index), preopenedPath: mount.path))
    }
    for socket in configuration.sockets {
      try add(.init(node: .file(SocketStream(socket)), rights: .socket, inheriting: .socket, origin: .socket))
    }
    return makeTable(entries, configuration)
  }

  static func makeTable(_ entries: [Int: DescriptorTable.Entry], _ configuration: WASIConfiguration) -> DescriptorTable {
    let first = 3 + configuration.mounts.count + configuration.sockets.count
    return DescriptorTable(
      limit: configuration.maximumDescriptorCount, entries, keeping: first..<max(first, min(configuration.firstFileNumber, configuration.maximumDescriptorCount)))
  }
}
