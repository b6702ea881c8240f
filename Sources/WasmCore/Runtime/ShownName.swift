/// A name as a person may see it. Modules and guests choose their names: control characters would reach the terminal, and
/// a name can have a megabyte.
package enum ShownName {
  /// Bytes of UTF-8; what is longer is cut.
  private static let maximumLength = 200

  package static func text(_ name: String) -> String {
    var shown = String.UnicodeScalarView()
    var length = 0
    for scalar in name.unicodeScalars {
      let escaped = isHarmless(scalar) ? nil : "\\u{\(String(scalar.value, radix: 16))}"
      length += escaped?.utf8.count ?? UTF8.width(scalar)
      guard length <= maximumLength else {
        shown.append("…")
        break
      }
      if let escaped { shown.append(contentsOf: escaped.unicodeScalars) } else { shown.append(scalar) }
    }
    return String(shown)
  }

  /// Neither a control character, nor one that turns or breaks the line that the name stands in.
  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
