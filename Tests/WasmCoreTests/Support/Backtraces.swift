import Testing
import WasmCore

/// Expects the functions with these names in the backtrace, innermost first.
///
/// On compiled code some may be missing: the Swift compiler puts functions into their callers, makes one of several that are
/// alike, and jumps to what is called last. One may be there twice: what the translator adds, such as the function that looks into
/// a table, can lie behind it and pass for it.
func expectBacktrace(_ trap: Trap?, _ names: [String?], on engine: Engine, location: SourceLocation = #_sourceLocation) {
  guard let trap else { return }
  var found = trap.backtrace.map(\.functionName)
  guard engine == .compiled else { return #expect(found == names, sourceLocation: location) }
  if found.count > 1, found[0] == found[1], names.count < found.count { found.removeFirst() }
  var rest = names[...]
  for name in found {
    guard let position = rest.firstIndex(of: name) else {
      Issue.record("\(found) are not among \(names), or in another order", sourceLocation: location)
      return
    }
    rest = rest[(position + 1)...]
  }
}
