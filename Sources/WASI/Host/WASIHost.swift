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

  public let configuration: WASIConfiguration
  public let wakeSignal = WakeSignal()
  var descriptors: DescriptorTable

  /// - Throws: the error that opening a mounted file system gave, or `inval` for an argument, variable or path with a NUL
  ///   in it or a variable without a name.
  public init(_ configuration: WASIConfiguration = WASIConfiguration()) throws(Errno) {
    for argument in configuration.arguments { try Self.check(argument) }
    for mount in configuration.mounts { try Self.check(mount.path) }
    for (name, value) in configuration.environment {
      guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "=")) else { throw .inval }
      try Self.check(name)
      try Self.check(value)
    }
    self.configuration = configuration
    descriptors = try Self.openDescriptors(configuration)
  }

  /// Closes all of the guest's files and opens what a new guest gets.
  /// - Throws: the error that opening a mounted file system gave.
  public func reset() throws(Errno) {
    descriptors = try Self.openDescriptors(configuration)
  }

  /// Defines all functions, under `wasi_snapshot_preview1`.
  public func define(in linker: inout Linker) {
    for function in HostFunction.table {
      linker.define(.function(function.bind(to: self, in: linker.store)), module: Self.moduleName, name: function.name)
    }
  }

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

  private static func check(_ text: String) throws(Errno) {
    if text.utf8.contains(0) { throw .inval }
  }

  private static func openDescriptors(_ configuration: WASIConfiguration) throws(Errno) -> DescriptorTable {
    var table = DescriptorTable(limit: configuration.maximumDescriptorCount)
    func add(_ stream: any OpenFile, _ rights: Rights) throws(Errno) {
      let rights = stream.isSeekable ? rights.union(.seekable) : rights
      _ = try table.add(.init(node: .file(stream), rights: rights, inheriting: []))
    }
    try add(configuration.standardInput.open(), .input)
    try add(configuration.standardOutput.open(inherited: STDOUT_FILENO), .output)
    try add(configuration.standardError.open(inherited: STDERR_FILENO), .output)
    for mount in configuration.mounts {
      let root = try mount.fileSystem.openRoot()
      _ = try table.add(.init(node: .directory(root), rights: .directory, inheriting: .all, preopenedPath: mount.path))
    }
    for socket in configuration.sockets {
      _ = try table.add(.init(node: .file(SocketStream(socket)), rights: .socket, inheriting: .socket))
    }
    return table
  }
}
