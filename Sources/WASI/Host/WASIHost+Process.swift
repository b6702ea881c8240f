extension WASIHost {
  func schedYield(_ call: Call) throws(Errno) {
    sched_yield()
  }
}

extension HostFunction {
  static let procExit: @Sendable (Call) -> Result<Errno, ProcessExit> = { call in
    .failure(ProcessExit(code: call.u32(0)))
  }

  /// A guest has no signal handlers, so a signal does what it does by default: nothing, or end the guest.
  static let procRaise: @Sendable (Call) -> Result<Errno, ProcessExit> = { call in
    let signal = call.u32(0)
    switch signal {
    // none; chld, cont, urg, winch
    case 0, 16, 17, 22, 27: return .success(.success)
    case 1...30: return .failure(ProcessExit(code: 128 + signal))
    default: return .success(.inval)
    }
  }
}
