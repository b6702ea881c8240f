/// Which slots the accumulator registers repeat; -1 for none.
struct Accumulators: BitwiseCopyable {
  private var integer: Int32 = -1
  private var double: Int32 = -1
  private var float: Int32 = -1

  /// Notes that an operation has put its result into `slot` and into the accumulator of `bank`.
  @inline(__always)
  mutating func set(_ position: Int, _ bank: Bank) {
    let slot = Int32(truncatingIfNeeded: position)
    overwrite(position)
    switch bank {
    case .integer: integer = slot
    case .double: double = slot
    case .float: float = slot
    case .none: break
    }
  }

  /// Notes that a slot changes without its accumulator.
  @inline(__always)
  mutating func overwrite(_ position: Int) {
    let slot = Int32(truncatingIfNeeded: position)
    if integer == slot { integer = -1 }
    if double == slot { double = -1 }
    if float == slot { float = -1 }
  }

  /// Notes that a value goes to another slot instead.
  mutating func rename(_ from: Int, to position: Int) {
    overwrite(position)
    let source = Int32(truncatingIfNeeded: from)
    let destination = Int32(truncatingIfNeeded: position)
    if integer == source { integer = destination }
    if double == source { double = destination }
    if float == source { float = destination }
  }

  /// Whether the value in `slot` is also in the accumulator of `bank`.
  @inline(__always)
  func repeats(_ position: Int, _ bank: Bank) -> Bool {
    let slot = Int32(truncatingIfNeeded: position)
    return switch bank {
    case .integer: slot == integer
    case .double: slot == double
    case .float: slot == float
    case .none: false
    }
  }
}
