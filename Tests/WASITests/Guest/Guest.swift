import Testing
import WASI
import WasmCore

/// A guest whose every call a test makes. The calls go through the engine, from an instance of `CallerModule`.
final class Guest {
  let store: Store
  let instance: Instance
  let memory: Memory
  let wasi: WASIHost
  var wakeSignal: WakeSignal { wasi.wakeSignal }

  init(store: Store, linker: Linker, wasi: WASIHost) throws {
    self.store = store
    self.wasi = wasi
    instance = try linker.instantiate(CallerModule.module)
    memory = try #require(instance.memory("memory"))
  }

  convenience init(_ engine: Engine, _ configuration: WASIConfiguration = WASIConfiguration()) throws {
    var settings = Store.Configuration()
    settings.engine = engine
    let store = Store(configuration: settings)
    var linker = Linker(store: store)
    let host = try WASIHost(configuration)
    host.define(in: &linker)
    try self.init(store: store, linker: linker, wasi: host)
    #expect(instance.engine == engine)
  }

  /// With `fileSystem` mounted at `/`, as descriptor 3.
  convenience init(_ engine: Engine, _ fileSystem: any FileSystem) throws {
    var configuration = WASIConfiguration()
    configuration.mounts = [.init(fileSystem, at: "/")]
    try self.init(engine, configuration)
  }

  /// Calls a function of WASI; numbers become what its type says.
  @discardableResult
  func call(_ name: String, _ arguments: UInt64...) throws -> Errno {
    let function = try #require(instance.function(name))
    let values: [Value] = zip(function.type.parameters, arguments).map { type, argument in
      type == .i32 ? .i32(Int32(truncatingIfNeeded: argument)) : .i64(Int64(bitPattern: argument))
    }
    guard case .i32(let code)? = try function.invoke(values).first else { return .success }
    return try #require(Errno(rawValue: UInt16(code)))
  }

  // MARK: Memory. Fixed places, far from each other.

  static let (result, path, otherPath, vectors, buffer): (Int, Int, Int, Int, Int) = (1024, 2048, 16384, 32768, 65536)
  /// Bytes from `buffer` to the end.
  static let bufferSize = 31 * 65536

  func u16(_ address: Int) -> UInt16 { memory.load(at: address, as: UInt16.self) ?? 0 }
  func u32(_ address: Int) -> UInt32 { memory.load(at: address, as: UInt32.self) ?? 0 }
  func u64(_ address: Int) -> UInt64 { memory.load(at: address, as: UInt64.self) ?? 0 }

  /// Puts `text` at `address` and returns address and length.
  func put(_ text: some Collection<UInt8>, at address: Int) -> (UInt64, UInt64) {
    memory.write(text, at: address)
    return (UInt64(address), UInt64(text.count))
  }

  func put(_ text: String, at address: Int = Guest.path) -> (UInt64, UInt64) { put(Array(text.utf8), at: address) }
}

/// Runs `body` for the error code it ends with.
func code(_ body: () throws -> Void) throws -> Errno {
  do {
    try body()
    return .success
  } catch let error as Errno {
    return error
  }
}
