/// Telling the guest what its host wants of it.
extension GuestInstance {
  func configure(_ settings: GuestSettings) throws(GuestFailure) {
    let text = try settings.json()
    try check(try withoutFuel { () throws(GuestFailure) in try call(.configure, texts: [text]) })
  }

  /// Runs what no script has asked for, without counting it.
  @discardableResult
  func withoutFuel<Result>(_ body: () throws(GuestFailure) -> Result) throws(GuestFailure) -> Result {
    let rest = store.fuel
    store.fuel = .max
    defer { store.fuel = rest }
    return try body()
  }

  /// A guest without functions for it starts Python with the first script, and is told its settings by one.
  func initializeBase(_ settings: GuestSettings) throws(GuestFailure) {
    let text = String(decoding: try settings.json(), as: UTF8.self)
    let status = try call(.execute, texts: [BaseGuest.configuring(text)])
    try collectOutput()
    try check(status)
  }

  /// - Throws: `initializationFailed`, with what was written to standard error.
  func check(_ status: Int32) throws(GuestFailure) {
    guard status != 0 else { return }
    throw .refused(.initializationFailed(String(decoding: streams.error.take().bytes, as: UTF8.self)))
  }
}

extension GuestSettings {
  fileprivate func json() throws(GuestFailure) -> [UInt8] {
    do { return Array(try JSON.encode(self).utf8) } catch { throw .refused(.invalidOptions("the options have no form in JSON: \(error)")) }
  }
}
