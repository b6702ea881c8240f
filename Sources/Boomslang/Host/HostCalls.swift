import WASI
import WasmCore

/// Answers the guest's calls to the host, for one instance of the guest.
final class HostCalls {
  private let bridge: HostBridge
  /// What went wrong in the call before.
  private var failure: String?
  /// The result of the call before, when the guest had too little room for it.
  private var waitingResult: [UInt8]?

  init(_ bridge: HostBridge) { self.bridge = bridge }

  /// What the guest imports.
  func definition(_ entry: GuestImport, in store: Store) -> External {
    .function(
      Function(store: store, type: entry.registeredType) { [self] caller, frame in
        guard let memory = caller.memory else { throw Fault() }
        let guest = HostCallArguments(memory: memory, frame: frame)
        switch entry {
        case .call: frame.setResult(try call(guest, caller.store))
        case .log: try log(guest)
        }
      })
  }

  /// Forgets the call before.
  func reset() {
    failure = nil
    waitingResult = nil
  }

  /// The guest passed an address outside of its memory: ends its call.
  struct Fault: Error, CustomStringConvertible {
    var description: String { "the guest passed an address outside of its memory" }
  }

  /// What the guest is told when a call has no result for it.
  private enum Code {
    static let failed: Int32 = -1
    static let tooLong: Int32 = -2
  }

  private func call(_ guest: HostCallArguments, _ store: Store) throws -> Int32 {
    let name = try guest.text(0)
    if let reserved = GuestABI.ReservedCall(rawValue: name) { return try answer(reserved, guest) }
    failure = nil
    waitingResult = nil
    let arguments = try guest.text(2)
    let result: [UInt8]
    do {
      result = Array(try function(name, arguments, store.interruptHandle).utf8)
    } catch {
      failure = "\(error)"
      return Code.failed
    }
    return try deliver(result, guest)
  }

  private func function(_ name: String, _ arguments: String, _ stop: InterruptHandle) throws -> String {
    if let handler = bridge.callHandler { return try WasmThreadPool.inHost { try handler(name, arguments) } }
    if let function = bridge.functions[ByteString(name)] { return try WasmThreadPool.inHost { try function(arguments) } }
    guard let function = bridge.asyncFunctions[ByteString(name)] else { throw HostFunctionError("the host has no function \"\(name)\"") }
    return try AsyncCall.run(function, arguments, stop: stop)
  }

  private func answer(_ call: GuestABI.ReservedCall, _ guest: HostCallArguments) throws -> Int32 {
    switch call {
    case .error:
      guard let failure else { return Code.failed }
      return try guest.write(failure.utf8.prefix(guest.room(4))) ?? Code.failed
    case .resultSize:
      guard let waitingResult else { return Code.failed }
      return try guest.write("\(waitingResult.count)".utf8) ?? Code.tooLong
    case .result:
      guard let result = waitingResult else { return Code.failed }
      waitingResult = nil
      return try deliver(result, guest)
    }
  }

  private func deliver(_ result: [UInt8], _ guest: HostCallArguments) throws -> Int32 {
    if let count = try guest.write(result) { return count }
    waitingResult = result
    return Code.tooLong
  }

  private func log(_ guest: HostCallArguments) throws {
    guard let handler = bridge.logHandler else { return }
    handler(HostBridge.LogLevel(guest: guest.frame.i32(0)), try guest.text(1))
  }
}

extension HostBridge.LogLevel {
  /// The level behind the guest's number.
  fileprivate init(guest level: Int32) {
    switch level {
    case ...1: self = .debug
    case 2: self = .info
    case 3: self = .warning
    default: self = .error
    }
  }
}

extension GuestImport {
  private static let types = Dictionary(uniqueKeysWithValues: allCases.map { ($0, HostFunctionType($0.type)) })

  fileprivate var registeredType: HostFunctionType { Self.types[self].unsafelyUnwrapped }
}
