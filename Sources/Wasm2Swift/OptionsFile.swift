import WasmFormat

/// Options in a file, one on each line: their names without dashes, then their values. Files are named relative to it.
struct OptionsFile {
  /// The options and their values, as they would be on the command line.
  let options: [(name: String, value: String)]

  /// What a build system has to know before it runs the command, which gets it on the command line.
  private static let others: Set<Substring> = ["files", "path", "switch"]
  private static let fileOptions: Set<Substring> = ["profile", "interpret", "compile", "report"]
  /// Everything else is for whoever runs the command to say.
  private static let known: Set<Substring> = fileOptions.union(["max-body", "share"])

  init(_ path: String) throws(Arguments.UsageError) {
    let text: String
    do { text = try ModuleBytes(contentsOfFile: path).withUnsafeBytes { String(decoding: $0, as: UTF8.self) } } catch {
      throw Arguments.UsageError(message: "\(error)")
    }
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(Substring(path.utf8[...$0])) } ?? ""
    var options: [(name: String, value: String)] = []
    // By bytes: a space before a combining mark is no Character of its own.
    for line in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      let words = line.split(maxSplits: 1, whereSeparator: Self.isSpace).map { Substring($0) }
      guard let name = words.first, name.utf8.first != UInt8(ascii: "#"), !Self.others.contains(name) else { continue }
      guard Self.known.contains(name) else { throw Arguments.UsageError(message: "\(path): unknown option \(name)") }
      let value = words.count > 1 ? Self.trimmed(words[1]) : ""
      let isRelative = Self.fileOptions.contains(name) && !value.isEmpty && value.utf8.first != UInt8(ascii: "/")
      options.append(("--\(name)", isRelative ? folder + value : value))
    }
    self.options = options
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func trimmed(_ text: Substring) -> String {
    let bytes = text.utf8.drop(while: isSpace)
    return String(Substring(bytes.lastIndex { !isSpace($0) }.map { bytes[...$0] } ?? bytes[bytes.endIndex...]))
  }
}
