/// Something to do in the guest: what the two variants of each public call have in common.
struct GuestCall<Output: Sendable>: Sendable {
}

extension GuestCall<PythonResult> {
  static func execute(_ source: String, _ name: String) -> GuestCall { GuestCall() }
  static func runFile(_ path: String) -> GuestCall { GuestCall() }
  static func runModule(_ name: String) -> GuestCall { GuestCall() }
  static func loadCode(_ code: PythonCode) -> GuestCall { GuestCall() }
  static func executeFunction(_ name: String, _ arguments: String) -> GuestCall { GuestCall() }
}

extension GuestCall<InteractiveResult> {
  static func executeInteractive(_ source: String) -> GuestCall { GuestCall() }
}

extension GuestCall<PythonCode> {
  static func compile(_ source: String) -> GuestCall { GuestCall() }
}

extension GuestCall<Void> {
  static func installModule(_ name: String, _ source: String) -> GuestCall { GuestCall() }
  static func uninstallModule(_ name: String) -> GuestCall { GuestCall() }
}

extension PythonInstance {
  func perform<Output>(_ call: GuestCall<Output>) throws(PythonError) -> Output { throw .closed }
  func perform<Output>(_ call: GuestCall<Output>) async throws(PythonError) -> Output { throw .closed }
}
