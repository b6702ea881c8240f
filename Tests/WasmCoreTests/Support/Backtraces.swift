import Testing
import WasmCore

/// Expects the functions with these names in the backtrace, innermost first.
///
/// On compiled code some may be missing: the Swift compiler puts functions into their callers, makes one of several that are
/// alike, and jumps to what is called last.
func expectBacktrace(_ trap: Trap?, _ names: [String?], on engine: Engine, location: SourceLocation = #_sourceLocation) {
  guard let trap else { return }
  let found = trap.backtrace.map(\.functionName)
  guard engine == .compiled else { return #expect(found == names, sourceLocation: location) }
  var rest = names[...]
  for name in found {
    guard let position = rest.firstIndex(of: name) else {
      Issue.record("\(found) are not among \(names), or in another order", sourceLocation: location)
      return
    }
    rest = rest[(position + 1)...]
  }
}
