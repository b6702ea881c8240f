/// Translates a function body into threaded code: a back end behind `FunctionValidator`.
///
/// **Frames.** Slots from 0: parameters and results share the first ones, then the return address, then the locals,
/// then one slot for each height of the operand stack.
///
/// **Operands.** Reading a local or a constant emits nothing: the operand remembers what it is, and the operation that
/// uses it reads the local's slot or takes the constant as an immediate. All other operands are in the slot of their
/// height. An operand that names a local is copied to its own slot before the local changes, and at the start of a
/// block, because inside only one of several paths might copy it.
///
/// **Accumulators.** A value operation leaves its result in its slot and in register `r`, `f` or `g`. The builder tracks
/// which slot each repeats and picks handlers that read the register. Control flow that merges forgets them.
///
/// **Peephole.** The last value operation can still be changed: its result can go to a local at once, and an addition,
/// comparison, `and` or `eqz` can be taken back and become part of the load, store or branch that uses it.
struct CodeBuilder: ~Copyable {
  let module: Module
  let code: ModuleCode
  let handlers = HandlerTable.shared
  var validator: FunctionValidator

  var words = GrowableBuffer<UInt64>(capacity: 1024)
  var count = 0
  var operands = GrowableBuffer<Operand>(capacity: 256)
  var height = 0
  var maxHeight = 0
  var labels = GrowableBuffer<Label>(capacity: 64)
  var labelCount = 0
  var patches: [Patch] = []
  var exceptionHandlers: [PendingHandler] = []

  /// For each local, the height of the topmost operand that names it; -1 for none.
  var lastReads = GrowableBuffer<Int32>(capacity: 64)
  /// Operands that name any local.
  var localOperandCount = 0
  /// The first and the last of the locals that are read before they may have been set.
  var (firstUnset, lastUnset) = (Int.max, Int.min)
  var parameterCount = 0
  /// Slot of the return address, and of the operand at height 0.
  var returnSlot = 0
  var base = 0

  var accumulators = Accumulators()
  var last = LastOperation()
  var increment = Increment()
  /// The position of the last `copy`, while another one can be joined to it.
  var lastCopy = -1
  /// The index of the function among the module's own.
  var bodyIndex = 0
  /// The position of the operation that counts the instructions being translated.
  var costPosition = -1

  init(_ module: Module, _ code: ModuleCode) {
    self.module = module
    self.code = code
    validator = FunctionValidator(module)
  }

  /// An entry of the operand stack.
  struct Operand: BitwiseCopyable {
    enum Kind: UInt8 {
      /// In the slot of its height.
      case temporary
      case local
      case constant
    }
    var kind: Kind
    var local: Int32 = 0
    /// The constant; or the height of the next lower operand that names the same local, -1 for none.
    var value: UInt64 = 0
  }

  /// What is known about an open block beyond the validator's frame.
  struct Label: BitwiseCopyable {
    /// Where a branch to a loop goes.
    var start = 0
    /// The first of the branches to the end that wait for its position; an index into `patches`.
    var firstPatch = -1
    /// The branch an `if` takes when its condition does not hold.
    var elsePatch = Patch(kind: .none)
    /// For `try_table`: its handlers, and where its body starts.
    var firstHandler = 0
    var handlerCount = 0
  }

  /// A distance to fill in when its target is known.
  struct Patch: BitwiseCopyable {
    enum Kind: UInt8 {
      case none
      /// The immediate of the operation at `position`.
      case immediate
      /// The third word of the operation at `position`.
      case thirdWord
      /// The word at `position`, relative to the `br_table` at `origin`.
      case tableEntry
      /// The target of the exception handler with that index.
      case handler
    }
    var kind: Kind
    var position = 0
    var origin = 0
    var next = -1
  }

  /// An exception handler whose positions are relative to the function's code.
  struct PendingHandler: Sendable {
    var start: Int
    /// Handlers of one `try_table` share a group; inner ones have higher numbers.
    let group: Int
    var end = 0
    var target = 0
    var slot: Int
    let tag: Int?
    let pushesReference: Bool
  }

  /// The last value operation, if nothing came after it that depends on where it is.
  struct LastOperation: BitwiseCopyable {
    enum Form: UInt8 {
      case other
      /// Operands in the slots of fields B and C.
      case slots
      /// Operands in the slot of field B and in the immediate.
      case immediate
      /// The slot of field B, shifted left by C, plus the slot of field D.
      case scaled
    }
    var position = -1
    var opcode = Opcode.nop
    var form = Form.other
    /// What the accumulators repeated before.
    var accumulators = Accumulators()
  }

  static let headerWords = 3
}
