import CommandSupport
import WASI

/// The words of the command line as the system gave them. Swift's own list replaces what is not UTF-8.
enum CommandLineBytes {
  private static let words: [ByteString] = (0..<Int(CommandLine.argc)).compactMap { index in
    CommandLine.unsafeArgv[index].map { ByteString(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
  }

  /// The last `count` words, which are for the program and may be any bytes.
  /// - Throws: `UsageProblem` when a word before them is not valid UTF-8: an option or code with a replaced byte would mean
  ///   something else.
  static func programArguments(_ count: Int) throws(UsageProblem) -> [ByteString] {
    if let word = words.dropFirst().dropLast(count).first(where: { $0.text == nil }) {
      throw UsageProblem("\"\(word)\" is not valid UTF-8")
    }
    return words.suffix(count)
  }
}
