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
    // By bytes: a colon beside a combining mark is no Character of its own, and the mount would be writable.
    isReadOnly = text.utf8.suffix(3).elementsEqual(":ro".utf8)
    let paths = text.utf8.dropLast(isReadOnly ? 3 : 0)
    if let separator = paths.firstRange(of: "::".utf8) {
      host = String(Substring(paths[..<separator.lowerBound]))
      guest = String(Substring(paths[separator.upperBound...]))
    } else {
      host = String(Substring(paths))
      guest = host
    }
    guard !host.isEmpty, !guest.isEmpty else { throw UsageProblem("\(option): a path is missing in \"\(text)\"") }
  }
}
