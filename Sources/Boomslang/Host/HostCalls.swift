import WASI
import WasmCore

/// Answers the guest's calls to the host, for one instance of the guest.
final class HostCalls {
  private let bridge: HostBridge
  private let limits: ResourceLimits
  /// Of the call under way.
  private var callCount = 0
  private var log = LogBudget()
  /// What went wrong in the call before.
  private var failure: String?
  /// The result of the call before, when the guest had too little room for it.
  private var waitingResult: [UInt8]?

  init(_ bridge: HostBridge, _ limits: ResourceLimits) { (self.bridge, self.limits) = (bridge, limits) }

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

  /// A call of the host begins, which has all that its limits allow.
  func begin() {
    callCount = 0
    log = LogBudget()
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
    let result: [UInt8]
    do {
      try count(guest)
      result = Array(try function(name, try guest.text(2), store.interruptHandle).utf8)
    } catch let fault as Fault {
      throw fault
    } catch {
      failure = "\(error)"
      return Code.failed
    }
    return try deliver(result, guest)
  }

  /// - Throws: what Python is told when the limits do not allow the call.
  private func count(_ guest: HostCallArguments) throws {
    guard callCount < limits.maximumHostCalls else { throw HostFunctionError("there were \(callCount) calls of the host, and there may be no more") }
    callCount += 1
    let length = guest.length(2)
    guard length <= limits.maximumValueBytes else {
      throw HostFunctionError("the arguments have \(length) bytes, and may have \(limits.maximumValueBytes)")
    }
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
    switch log.take(guest.length(1), limits.maximumLogBytes) {
    case .passesOn: handler(HostBridge.LogLevel(guest: guest.frame.i32(0)), try guest.text(1))
    case .isFirstDropped: handler(.warning, "the log has as much of this call as it may: the rest is dropped")
    case .isDropped: break
    }
  }
}

/// What the log has of one call.
private struct LogBudget {
  enum Decision {
    case passesOn, isFirstDropped, isDropped
  }

  /// What a message takes besides its text.
  private static let overhead = 64

  private var used = 0
  private var isExceeded = false

  mutating func take(_ length: Int, _ limit: Int) -> Decision {
    if isExceeded { return .isDropped }
    used += length + Self.overhead
    isExceeded = used > limit
    return isExceeded ? .isFirstDropped : .passesOn
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
