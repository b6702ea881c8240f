/// What the command itself ends with; otherwise it is what the program in the sandbox ended with.
enum ExitCode {
  /// There is no guest, or the file is no module, or it cannot be linked.
  static let failure: Int32 = 1
  /// The command line is wrong, or a file that it names. As Python has it.
  static let usage: Int32 = 2
  /// The module cannot be read.
  static let input: Int32 = 66
  /// A limit on time or on instructions ended the program. As `timeout` has it.
  static let limit: Int32 = 124
  /// The sandbox itself failed: a trap.
  static let trap: Int32 = 134
  /// Ended with the keyboard.
  static let interrupted: Int32 = 130
}
