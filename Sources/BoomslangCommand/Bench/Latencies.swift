/// How long something took, each time.
struct Latencies {
  let name: String
  private var microseconds: [Double] = []

  init(_ name: String) { self.name = name }

  mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
    let start = Console.elapsedTime()
    let result = try body()
    microseconds.append((Console.elapsedTime() - start) * 1e6)
    return result
  }

  mutating func add(seconds: Double) { microseconds.append(seconds * 1e6) }

  /// The time that such a share of all runs did not exceed, in microseconds.
  func percentile(_ share: Double) -> Double {
    let sorted = microseconds.sorted()
    return sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)]
  }
}
