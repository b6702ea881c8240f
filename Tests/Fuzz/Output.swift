import Foundation

/// Prints a line at once, also to a file: the process may crash right after.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

func writeFile(_ path: String, _ text: String) {
  do { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) } catch { fatalError("cannot write \(path): \(error)") }
}
