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
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    var options: [(name: String, value: String)] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard let name = words.first, !name.hasPrefix("#"), !Self.others.contains(name) else { continue }
      guard Self.known.contains(name) else { throw Arguments.UsageError(message: "\(path): unknown option \(name)") }
      var value = words.count > 1 ? String(words[1]) : ""
      while value.last?.isWhitespace == true { value.removeLast() }
      options.append(("--\(name)", Self.fileOptions.contains(name) && !value.isEmpty && !value.hasPrefix("/") ? folder + value : value))
    }
    self.options = options
  }
}
