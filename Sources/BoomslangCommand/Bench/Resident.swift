import WasmCore  // with it comes the C library

/// How much of a process is in memory; nil where the system does not tell.
struct Resident {
  /// Bytes of pages, each counted once.
  let unique: Int?
  /// Bytes of pages, each counted as often as it is mapped: pages that a thousand instances share are counted a thousand times.
  let mapped: Int?

  static var now: Resident {
    let values = kilobytes(in: "/proc/self/smaps_rollup")
    return Resident(unique: values["Pss:"].map { $0 << 10 }, mapped: values["Rss:"].map { $0 << 10 })
  }

  /// The lines `Name: number kB` of a file.
  private static func kilobytes(in path: String) -> [Substring: Int] {
    guard let file = fopen(path, "r") else { return [:] }
    defer { fclose(file) }
    var values: [Substring: Int] = [:]
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(whereSeparator: \.isWhitespace)
      if words.count == 3, let value = Int(words[1]) { values[words[0]] = value }
    }
    return values
  }
}
