/// What is wrong with a command line, in one line.
package struct UsageProblem: Error, Equatable {
  package let message: String

  package init(_ message: String) { self.message = message }
}

/// What is wrong with a file that the command line names.
package struct FileProblem: Error, Equatable {
  package let message: String

  package init(_ message: String) { self.message = message }
}
