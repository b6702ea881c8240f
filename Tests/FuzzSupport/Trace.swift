/// What can be observed of running a module, so that two runs can be compared.
package struct Trace: Equatable {
  package enum Kind: Equatable {
    case linkError, started, argument, result, trap, backtrace, exception, hostCall, fuel, memory, table, global
  }

  package struct Event: Equatable, CustomStringConvertible {
    let kind: Kind
    let index: Int
    let word: UInt64

    package var description: String { "\(kind) \(index): 0x" + String(word, radix: 16) }
  }

  package private(set) var events: [Event] = []
  /// Whether an invocation ran out of fuel, so that a run without fuel would go on.
  package var ranOutOfFuel = false
  package var hasLinked = false
  package var hasInvoked = false
  /// A body of a module that was valid at load could not be used.
  package var invalidBody: String?

  mutating func add(_ kind: Kind, _ index: Int = 0, _ word: UInt64 = 0) {
    events.append(Event(kind: kind, index: index, word: word))
  }

  /// The same without what depends on metering.
  package var withoutFuel: [Event] { events.filter { $0.kind != .fuel } }

  /// The same without what engines need not have in common: what they count, and the functions in backtraces.
  package var acrossEngines: [Event] { events.filter { $0.kind != .fuel && $0.kind != .backtrace } }

  /// Where two traces part.
  package static func difference(_ a: [Event], _ b: [Event]) -> String {
    let common = zip(a, b).prefix { $0 == $1 }.count
    let context = a[max(0, common - 2)..<common].map(\.description)
    func next(_ events: [Event]) -> String { common < events.count ? events[common].description : "the end" }
    return "after \(context) (event \(common)): \(next(a)) in one, \(next(b)) in the other"
  }
}
