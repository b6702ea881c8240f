/// Writes JSON, as far as it is needed here.
package enum JSONText {
  /// - Parameter members: names, and values that are JSON already.
  package static func object(_ members: [(name: String, value: String)]) -> String {
    "{\(members.map { "\(string($0.name)): \($0.value)" }.joined(separator: ", "))}"
  }

  package static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case ..<" ": result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
