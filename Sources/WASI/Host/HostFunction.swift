import WasmCore

/// One function of WASI: its name, its type and what it does.
struct HostFunction: Sendable {
  enum Body: Sendable {
    /// Returns an error code: `success` unless it throws another.
    case call(@Sendable (WASIHost, Call) throws(Errno) -> Void)
    /// Ends the guest, unless it returns an error code.
    case exit(@Sendable (Call) -> Result<Errno, ProcessExit>)
  }

  let name: String
  let type: HostFunctionType
  let returnsErrno: Bool
  let body: Body

  init(name: String, parameters: [ValueType], returnsErrno: Bool, body: Body) {
    (self.name, self.returnsErrno, self.body) = (name, returnsErrno, body)
    type = HostFunctionType(FunctionType(parameters: parameters, results: returnsErrno ? [.i32] : []))
  }

  static let named = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })

  /// A function that returns an error code.
  static func call(_ name: String, _ parameters: [ValueType], _ body: @escaping @Sendable (WASIHost, Call) throws(Errno) -> Void) -> HostFunction {
    HostFunction(name: name, parameters: parameters, returnsErrno: true, body: .call(body))
  }

  func bind(to host: WASIHost, in store: Store) -> Function {
    switch body {
    case .call(let body):
      return Function(store: store, type: type) { caller, frame in
        let error = withCall(caller, frame) { call in
          do throws(Errno) {
            try body(host, call)
            return .success
          } catch {
            return error
          }
        }
        frame.setResult(Int32(error.rawValue))
      }
    case .exit(let body):
      return Function(store: store, type: type) { caller, frame in
        let error = try withCall(caller, frame) { call in try body(call).get() }
        if returnsErrno { frame.setResult(Int32(error.rawValue)) }
      }
    }
  }
}

/// Calls `body` with the call and the caller's memory, which is empty for a caller without one.
private func withCall<Failure: Error>(_ caller: Caller, _ frame: CallFrame, _ body: (Call) throws(Failure) -> Errno) throws(Failure) -> Errno {
  guard let memory = caller.memory else {
    let empty = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    return try body(Call(frame: frame, memory: GuestMemory(bytes: empty), store: caller.store))
  }
  return try memory.withBytesDuringCall { (bytes) throws(Failure) in
    try body(Call(frame: frame, memory: GuestMemory(bytes: bytes), store: caller.store))
  }
}
