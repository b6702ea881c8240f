extension FunctionProfile {
  /// Reads a profile from its text.
  /// - Throws: `TextError`, with the first line that is wrong.
  public init(parsing text: String) throws(TextError) {
    var lines = TextLines(text)
    let first = lines.next()?.text ?? ""
    guard first == Self.firstLine else {
      let isProfile = first.hasPrefix("# boomslang profile ")
      throw TextError(line: 1, message: isProfile ? "another version of the format: \(first)" : "this is no profile: it must begin with '\(Self.firstLine)'")
    }
    var fingerprint: String?
    var entries: [Entry] = []
    var seen: Set<Int> = []
    var last = 1
    while let line = lines.next() {
      last = line.number
      if line.isComment { continue }
      let fields = Self.fields(line.text)
      if fingerprint == nil {
        fingerprint = try Self.fingerprint(fields, line.number)
        continue
      }
      let entry = try Self.entry(fields, line.number)
      guard seen.insert(entry.function).inserted else { throw TextError(line: line.number, message: "function \(entry.function) is there already") }
      entries.append(entry)
    }
    guard let fingerprint else { throw TextError(line: last, message: "there is no line with the fingerprint") }
    self.init(fingerprint: fingerprint, entries: entries)
  }

  /// Up to three; the last may have spaces inside.
  private static func fields(_ line: String) -> [String] {
    // By bytes: a module may have a name that begins with a mark, which makes one character with the space before it.
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var fields = line.utf8.split(maxSplits: 2, whereSeparator: isSpace)
    if fields.count == 3 { fields[2] = fields[2].drop(while: isSpace) }
    return fields.map { String(Substring($0)) }
  }

  private static func fingerprint(_ fields: [String], _ line: Int) throws(TextError) -> String {
    guard fields.count == 2, fields[0] == "fingerprint" else {
      throw TextError(line: line, message: "expected 'fingerprint' and the module's fingerprint before the first function")
    }
    guard fields[1].utf8.count == 32, fields[1].allSatisfy(\.isHexDigit) else {
      throw TextError(line: line, message: "a fingerprint has 32 hexadecimal digits: \(fields[1])")
    }
    return fields[1].lowercased()
  }

  private static func entry(_ fields: [String], _ line: Int) throws(TextError) -> Entry {
    guard fields.count >= 2 else { throw TextError(line: line, message: "expected the index and the weight of a function") }
    guard let function = UInt32(fields[0]) else { throw TextError(line: line, message: "this is no index of a function: \(fields[0])") }
    guard let weight = UInt64(fields[1]) else { throw TextError(line: line, message: "this is no weight: \(fields[1])") }
    return Entry(function: Int(function), weight: weight, name: fields.count > 2 ? fields[2] : nil)
  }
}
