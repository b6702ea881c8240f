/// The handlers of one WebAssembly instruction, by where its operands are. A zero means that there is no such form.
///
/// Names: s slot, a accumulator, i immediate, w 32-bit immediate with the branch distance in a third word,
/// k constant in a third word.
struct BinaryForms {
  var ss: UInt64 = 0, accumulatorSlot: UInt64 = 0, slotAccumulator: UInt64 = 0
  var si: UInt64 = 0, ai: UInt64 = 0
  var sk: UInt64 = 0, ak: UInt64 = 0
}

/// A forward and a backward branch.
struct BranchPair {
  var forward: UInt64 = 0
  var backward: UInt64 = 0
}

struct BranchForms {
  var ss = BranchPair(), accumulatorSlot = BranchPair(), slotAccumulator = BranchPair()
  var si = BranchPair(), ai = BranchPair()
  var sw = BranchPair(), aw = BranchPair()
}

/// Loads by address: slot, accumulator, slot + slot, accumulator + slot, slot + immediate, accumulator + immediate, constant.
struct LoadForms {
  var s: UInt64 = 0, a: UInt64 = 0
  var ss: UInt64 = 0, accumulatorSlot: UInt64 = 0
  var si: UInt64 = 0, ai: UInt64 = 0
  var constant: UInt64 = 0
  /// Scaled slot, scaled accumulator.
  var scaled: UInt64 = 0, scaledAccumulator: UInt64 = 0
  /// From a memory other than 0.
  var other: UInt64 = 0
}

/// Stores by value: slot, accumulator, immediate. Each by address, as for loads.
struct StoreForms {
  struct ByValue {
    var slot: UInt64 = 0, accumulator: UInt64 = 0, immediate: UInt64 = 0
  }
  var s = ByValue(), a = ByValue(), ss = ByValue(), si = ByValue(), constant = ByValue(), scaled = ByValue()
  var other: UInt64 = 0
}

/// Which accumulator repeats a value.
enum Bank: UInt8 {
  case none, integer, double, float

  init(_ type: ValueType) {
    switch type {
    case .i32, .i64: self = .integer
    case .f64: self = .double
    case .f32: self = .float
    default: self = .none
    }
  }
}

/// What the code builder knows about an instruction.
struct OpcodeForms {
  enum Family: UInt8 {
    case special, unary, binary, comparison, load, store, constant, localGet, localSet, localTee
  }
  var family = Family.special
  var operandBank = Bank.none
  var resultBank = Bank.none
  var isCommutative = false
  /// Whether the operands are 32 bits wide, so that a constant's upper half does not count.
  var is32Bit = false
  /// The comparison that holds when this one does not; the instruction itself where there is none.
  var inverse = Opcode.nop
  var unary = BinaryForms()
  var binary = BinaryForms()
  /// Fused with a branch; they live as long as the handler table.
  var whenTrue: UnsafePointer<BranchForms>?
  var whenFalse: UnsafePointer<BranchForms>?
  var load = LoadForms()
  var store = StoreForms()
  /// For comparisons: with the select on the result, and with the increment before and the branch back.
  var select: UInt64 = 0
  var countingLoop: UInt64 = 0, countingLoopToConstant: UInt64 = 0
}
