/// A variable for the guest's environment.
package struct EnvironmentOption: Equatable, Sendable {
  package var name: String
  package var value: String

  package init(name: String, value: String) { (self.name, self.value) = (name, value) }

  /// NAME=VALUE, or NAME for a variable of this process.
  package init(_ text: String) throws(UsageProblem) {
    // By bytes: an equals sign before a combining mark is no Character of its own.
    let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard !parts[0].isEmpty else { throw UsageProblem("--env: a name is missing in \"\(text)\"") }
    name = parts[0]
    if parts.count == 2 {
      value = parts[1]
    } else {
      guard let inherited = getenv(text) else {
        throw UsageProblem("--env: there is no variable \"\(text)\"; give it a value with \(text)=VALUE")
      }
      value = String(cString: inherited)
    }
  }
}
