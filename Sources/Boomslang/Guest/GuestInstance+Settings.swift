import WASI

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
  /// The object that the guest's `configure` takes.
  fileprivate func json() throws(GuestFailure) -> [UInt8] {
    do {
      let variables = try environment.map { "\(try Self.literal($0.name)): \(try Self.literal($0.value))" }
      let fields = [
        #""arguments": [\#(try arguments.map(Self.literal).joined(separator: ", "))]"#, #""environment": {\#(variables.joined(separator: ", "))}"#,
        #""path": [\#(try path.map(Self.literal).joined(separator: ", "))]"#, #""directory": \#(try Self.literal(directory))"#,
      ]
      return Array("{\(fields.joined(separator: ", "))}".utf8)
    } catch {
      throw .refused(.invalidOptions("the options have no form in JSON: \(error)"))
    }
  }

  /// Python's text for the bytes: what is not valid UTF-8 becomes lone surrogates, as `os.fsdecode` has it.
  private static func literal(_ string: ByteString) throws -> String {
    if let text = string.text { return try JSON.encode(text) }
    var (json, rest) = ("", string.bytes[...])
    while let first = rest.first {
      let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self)?.unicodeScalars.count == 1 }
      if let length, let text = String(validating: rest.prefix(length), as: UTF8.self) {
        json += String(Substring(try JSON.encode(text).utf8.dropFirst().dropLast()))
      } else {
        json += "\\udc" + String(first, radix: 16)
      }
      rest = rest.dropFirst(length ?? 1)
    }
    return "\"\(json)\""
  }
}
