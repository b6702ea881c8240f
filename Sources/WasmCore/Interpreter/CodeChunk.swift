/// A piece of memory that code is put into, one function after the other, and the functions in it by address.
/// Owned by `ModuleCode`, which calls `deallocate`.
struct CodeChunk: @unchecked Sendable {
  private let base: UnsafeMutablePointer<UInt64>
  private let capacity: Int
  private var count = 0
  /// In the order of their addresses.
  var functions: [TranslatedFunction] = []

  /// Words in a chunk, unless a function needs more. Pages that stay unused cost nothing.
  private static let usualCapacity = 1 << 17

  init(minimum: Int) {
    capacity = max(minimum, Self.usualCapacity)
    base = .allocate(capacity: capacity)
  }

  func deallocate() { base.deallocate() }

  var available: Int { capacity - count }

  mutating func append(_ words: UnsafeBufferPointer<UInt64>) -> UnsafeMutablePointer<UInt64> {
    let start = base + count
    _ = UnsafeMutableBufferPointer(start: start, count: words.count).initialize(from: words)
    count += words.count
    return start
  }

  func function(at pc: CodePointer) -> TranslatedFunction? {
    guard pc >= CodePointer(base), pc < CodePointer(base + count) else { return nil }
    var low = 0
    var high = functions.count
    while low < high {
      let middle = (low + high) / 2
      if functions[middle].range.upperBound <= pc { low = middle + 1 } else { high = middle }
    }
    return low < functions.count && functions[low].range.contains(pc) ? functions[low] : nil
  }
}

/// What has to be known about a function's code besides the code.
struct TranslatedFunction: @unchecked Sendable {
  /// In the module's function space.
  let index: Int
  let range: Range<CodePointer>
  /// The slot of the return address.
  let returnSlot: Int
  /// Innermost first.
  let handlers: [ExceptionHandler]
}

/// A catch clause: where it applies and where it continues.
struct ExceptionHandler: @unchecked Sendable {
  let range: Range<CodePointer>
  /// The index of the tag it catches; nil for every exception.
  let tag: Int?
  let target: CodePointer
  /// The slot of the first value it hands on.
  let slot: Int
  let pushesReference: Bool
  private let group: Int

  /// Whether the exception's values go to the handler's slots.
  var catchesValues: Bool { tag != nil }

  init(_ handler: CodeBuilder.PendingHandler, code: CodePointer, start: Int) {
    range = code + (handler.start - start)..<code + (handler.end - start)
    tag = handler.tag
    target = code + (handler.target - start)
    slot = handler.slot
    pushesReference = handler.pushesReference
    group = handler.group
  }

  /// Inner blocks come before outer ones, the clauses of one block stay in order.
  static func innermostFirst(_ handlers: [ExceptionHandler]) -> [ExceptionHandler] {
    handlers.enumerated()
      .sorted { ($1.element.group, $0.offset) < ($0.element.group, $1.offset) }
      .map(\.element)
  }
}
