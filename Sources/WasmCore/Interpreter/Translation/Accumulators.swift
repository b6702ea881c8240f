/// Which slots the accumulator registers repeat; -1 for none.
struct Accumulators: BitwiseCopyable {
  private var integer = -1
  private var double = -1
  private var float = -1

  /// Notes that an operation has put its result into `slot` and into the accumulator of `bank`.
  @inline(__always)
  mutating func set(_ slot: Int, _ bank: Bank) {
    overwrite(slot)
    switch bank {
    case .integer: integer = slot
    case .double: double = slot
    case .float: float = slot
    case .none: break
    }
  }

  /// Notes that a slot changes without its accumulator.
  @inline(__always)
  mutating func overwrite(_ slot: Int) {
    if integer == slot { integer = -1 }
    if double == slot { double = -1 }
    if float == slot { float = -1 }
  }

  /// Notes that a value goes to another slot instead.
  mutating func rename(_ source: Int, to destination: Int) {
    overwrite(destination)
    if integer == source { integer = destination }
    if double == source { double = destination }
    if float == source { float = destination }
  }

  /// Whether the value in `slot` is also in the accumulator of `bank`.
  @inline(__always)
  func repeats(_ slot: Int, _ bank: Bank) -> Bool {
    switch bank {
    case .integer: slot == integer
    case .double: slot == double
    case .float: slot == float
    case .none: false
    }
  }
}
