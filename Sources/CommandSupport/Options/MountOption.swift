/// A directory of the host that the guest sees.
package struct MountOption: Equatable, Sendable {
  package var host: String
  package var guest: String
  package var isReadOnly = false

  package init(host: String, guest: String, isReadOnly: Bool = false) {
    (self.host, self.guest, self.isReadOnly) = (host, guest, isReadOnly)
  }

  /// HOST::GUEST or HOST, which the guest then finds under the same path; either with :ro at its end.
  package init(_ text: String, option: String) throws(UsageProblem) {
    isReadOnly = text.hasSuffix(":ro")
    let paths = isReadOnly ? text.dropLast(3) : text[...]
    if let separator = paths.firstRange(of: "::") {
      host = String(paths[..<separator.lowerBound])
      guest = String(paths[separator.upperBound...])
    } else {
      host = String(paths)
      guest = host
    }
    guard !host.isEmpty, !guest.isEmpty else { throw UsageProblem("\(option): a path is missing in \"\(text)\"") }
  }
}
