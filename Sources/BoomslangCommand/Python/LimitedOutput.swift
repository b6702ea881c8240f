import Boomslang
import WASI

/// One of the output streams of a program, of which only the beginning is passed on.
struct LimitedOutput {
  let limit: OutputLimit
  private let descriptor: Int32

  init(_ descriptor: Int32, limit: Int) { (self.descriptor, self.limit) = (descriptor, OutputLimit(limit)) }

  var name: String { descriptor == STDOUT_FILENO ? "standard output" : "standard error" }
  var output: PythonOutput { .limited(descriptor, limit) }
}
