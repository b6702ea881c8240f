import WASI
import WasmCore

/// One instance of the guest, with what it is connected to. It belongs to the thread of the call under way, which
/// `CallGate` sees to: that is why it may go from thread to thread.
final class GuestInstance: @unchecked Sendable {
  let instance: Instance
  let memory: Memory
  let streams: GuestStreams
  let host: WASIHost
  let calls: HostCalls
  private let interface: GuestInterface
  /// The version of the interface that the guest speaks; 0: only the base.
  private(set) var version: Int32
  /// What `get_interrupt_request` returned; 0 before Python was started, and for guests without it.
  var interruptRequest: UInt32

  /// - Parameters:
  ///   - instance: of a module that `GuestInterface` has looked at.
  ///   - state: what it began with; nil: it is new.
  init(
    _ instance: Instance, _ interface: GuestInterface, _ host: WASIHost, _ calls: HostCalls, _ streams: GuestStreams, _ state: GuestState? = nil
  ) {
    guard let memory = instance.memory(GuestABI.memory) else { preconditionFailure("the module was checked") }
    (self.instance, self.interface, self.memory, self.host, self.calls, self.streams) = (instance, interface, memory, host, calls, streams)
    (version, interruptRequest) = (state?.version ?? 0, state?.interruptRequest ?? 0)
  }

  var store: Store { instance.store }

  /// Runs the constructors and asks for the version.
  /// - Throws: `abiMismatch` for one that is later than this host's.
  func start() throws(GuestFailure) {
    try call(.initialize)
    guard interface.hasVersion else { return }
    version = try call(.abiVersion)
    guard 1...GuestABI.version ~= version else { throw .refused(.abiMismatch(found: version, supported: GuestABI.version)) }
    for function in GuestFunction.allCases where has(function) && instance.function(function.name) == nil {
      throw .refused(.guestInvalid("the guest says that its version is \(version), and does not export the function \"\(function.name)\""))
    }
  }

  /// How it can be stopped, and its scripts interrupted.
  func controls() throws(GuestFailure) -> CallGate.Controls {
    guard has(.getInterruptRequest) else { return CallGate.Controls(stop: store.interruptHandle, memory: memory.probe) }
    guard let masks = InterruptMasks(memory, at: interruptRequest) else {
      throw .refused(.guestInvalid("the guest's get_interrupt_request does not say how its scripts are interrupted"))
    }
    return CallGate.Controls(stop: store.interruptHandle, interruption: masks, wake: host.wakeSignal, memory: memory.probe)
  }

  /// Whether the guest has a function of version 1 or later.
  func has(_ function: GuestFunction) -> Bool { function.version <= version }

  /// Calls a function of the guest.
  /// - Returns: its result, 0 when it has none.
  @discardableResult
  func call(_ name: GuestFunction, _ arguments: Int32...) throws(GuestFailure) -> Int32 { try call(name, arguments) }

  private func call(_ name: GuestFunction, _ arguments: [Int32]) throws(GuestFailure) -> Int32 {
    guard let function = instance.function(name.name) else { preconditionFailure("the guest has no \(name.name)") }
    do {
      guard case .i32(let result)? = try function.invoke(arguments.map(Value.i32)).first else { return 0 }
      return result
    } catch {
      throw .trap(error)
    }
  }

  /// Calls a function of the guest that takes texts, each as its address and length, and then `rest`.
  func call(_ name: GuestFunction, texts: [[UInt8]], _ rest: Int32...) throws(GuestFailure) -> Int32 {
    var arguments: [Int32] = []
    do throws(GuestFailure) {
      for text in texts {
        arguments += [try allocate(text.count), Int32(truncatingIfNeeded: text.count)]
        memory.write(text, at: Int(UInt32(bitPattern: arguments[arguments.count - 2])))
      }
    } catch {
      if case .refused = error { try deallocate(arguments) }
      throw error
    }
    let result = try call(name, arguments + rest)
    try deallocate(arguments)
    return result
  }

  /// Has the guest write up to `count` bytes into room for them.
  /// - Parameter write: gets the address of the room, and returns how many bytes there are; or less than 0 for none.
  /// - Returns: what `write` returned, and the bytes.
  func read(
    upTo count: Int, _ write: (_ address: Int32) throws(GuestFailure) -> Int32
  ) throws(GuestFailure) -> (result: Int32, bytes: [UInt8]) {
    let address = try allocate(count)
    let result = try write(address)
    let bytes = memory.read(at: Int(UInt32(bitPattern: address)), count: min(max(Int(result), 0), count))
    try deallocate([address, Int32(truncatingIfNeeded: count)])
    guard let bytes else { throw .refused(.guestInvalid("the guest's alloc returned an address outside of its memory")) }
    return (result, bytes)
  }

  /// Takes room in the guest's heap, and makes sure that it lies within the memory.
  private func allocate(_ count: Int) throws(GuestFailure) -> Int32 {
    guard let size = UInt32(exactly: count) else { throw .refused(.outOfMemory(byteCount: count)) }
    // For no bytes at all a heap may answer with zero, which stands for failure.
    let address = try call(.allocate, Int32(bitPattern: max(size, 1)))
    guard address != 0 else { throw .refused(.outOfMemory(byteCount: count)) }
    guard Int(UInt32(bitPattern: address)) + count <= memory.byteCount else {
      throw .refused(.guestInvalid("the guest's alloc returned an address outside of its memory"))
    }
    return address
  }

  /// Gives back room: pairs of its address and size.
  private func deallocate(_ rooms: [Int32]) throws(GuestFailure) {
    for index in stride(from: 0, to: rooms.count, by: 2) { try call(.deallocate, rooms[index], rooms[index + 1]) }
  }
}
