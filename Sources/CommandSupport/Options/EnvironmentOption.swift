/// A variable for the guest's environment.
package struct EnvironmentOption: Equatable, Sendable {
  package var name: String
  /// Bytes, as a variable of this process may have any.
  package var value: [UInt8]

  package init(name: String, value: String) { (self.name, self.value) = (name, Array(value.utf8)) }

  /// NAME=VALUE, or NAME for a variable of this process.
  package init(_ text: String) throws(UsageProblem) {
    // By bytes: an equals sign before a combining mark is no Character of its own.
    let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard !parts[0].isEmpty else { throw UsageProblem("--env: a name is missing in \"\(text)\"") }
    name = parts[0]
    if parts.count == 2 {
      value = Array(parts[1].utf8)
    } else {
      guard let inherited = getenv(text) else {
        throw UsageProblem("--env: there is no variable \"\(text)\"; give it a value with \(text)=VALUE")
      }
      value = Array(UnsafeRawBufferPointer(start: inherited, count: strlen(inherited)))
    }
  }
}
