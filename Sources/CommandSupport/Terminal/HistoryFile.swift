/// A history that lasts, one entry a line. Where it cannot be read or written, there is none.
package struct HistoryFile: Sendable {
  private let path: String

  /// The file in the folder for such things: `$XDG_STATE_HOME`, else `~/.local/state`.
  /// - Returns: nil when there is no such folder.
  package static func standard() -> HistoryFile? {
    let state = variable("XDG_STATE_HOME") ?? variable("HOME").map { $0 + "/.local/state" }
    return state.map { HistoryFile(path: $0 + "/boomslang/history") }
  }

  package init(path: String) { self.path = path }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), value.utf8.first == UInt8(ascii: "/") else { return nil }
    return value
  }

  package func load() -> [String] {
    guard let descriptor = try? Descriptor.openForReading(path) else { return [] }
    defer { close(descriptor) }
    return String(decoding: Descriptor.readAll(descriptor), as: UTF8.self).unicodeScalars.split(separator: "\n").map { Self.decode(Substring($0)) }
  }

  /// Adds an entry at the end, where other processes add theirs.
  package func append(_ entry: String) {
    createFolders()
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    Descriptor.write(descriptor, Self.encode(entry) + "\n")
    close(descriptor)
  }

  /// Leaves only the newest entries when there are many more than can be used.
  package func trim() {
    let entries = load()
    guard entries.count > 2 * History.limit else { return }
    let new = path + ".new"
    let descriptor = open(new, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    let text = entries.suffix(History.limit).map { Self.encode($0) + "\n" }.joined()
    let isWritten = Descriptor.write(descriptor, text)
    close(descriptor)
    if isWritten { rename(new, path) } else { unlink(new) }
  }

  private func createFolders() {
    var folder = ""
    for name in path.utf8.split(separator: UInt8(ascii: "/")).dropLast() {
      folder += "/" + String(Substring(name))
      mkdir(folder, 0o700)
    }
  }

  /// By scalars: a backslash before a combining mark and the line break of Windows are other Characters than those to be escaped.
  static func encode(_ entry: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in entry.unicodeScalars {
      if scalar == "\\" || scalar == "\n" { line.append("\\") }
      line.append(scalar == "\n" ? "n" : scalar)
    }
    return String(line)
  }

  static func decode(_ line: some StringProtocol) -> String {
    var entry = String.UnicodeScalarView()
    var isEscaped = false
    for character in line.unicodeScalars {
      if isEscaped {
        entry.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        entry.append(character)
      }
    }
    return String(entry)
  }
}
