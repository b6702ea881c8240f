import WasmFormat

/// How a `br_table` is written: a `switch` over an enumeration without payloads, which the compiler turns into a jump table; a
/// switch over integers it compiles to chains of comparisons. Very large ones are halved first.
struct BranchTable {
  /// Enumerations become expensive to compile beyond this.
  private static let maximumCaseCount = 1024

  private let depths: ArraySlice<Int>
  private let defaultDepth: Int

  /// - Parameter depths: the targets, the default last.
  init(_ depths: [Int]) {
    self.depths = depths.dropLast()
    defaultDepth = depths[depths.count - 1]
  }

  /// The size of the enumeration to use for so many cases: powers of two, so that there are few.
  static func caseCount(_ count: Int) -> Int {
    var size = 8
    while size < count { size *= 2 }
    return size
  }

  func emit(_ index: Int32, _ emitter: inout FunctionEmitter) {
    emitter.out.append("do {\nlet i: UInt32 = ")
    emitter.append(index)
    emitter.out.newline()
    emit(depths, &emitter)
    emitter.out.append("}\n")
  }

  private func emit(_ part: ArraySlice<Int>, _ emitter: inout FunctionEmitter) {
    guard part.count < Self.maximumCaseCount else {
      let middle = part.startIndex + part.count / 2
      emitter.out.append("if i < ", middle)
      emitter.out.append(" {\n")
      emit(part[..<middle], &emitter)
      emitter.out.append("} else {\n")
      emit(part[middle...], &emitter)
      return emitter.out.append("}\n")
    }
    let cases = Self.caseCount(part.count + 1)
    emitter.needs.caseCounts.insert(cases)
    emitter.out.append("switch E", cases)
    emitter.out.append("(i, ", part.startIndex)
    emitter.out.append(", ", part.count)
    emitter.out.append(") {\n")
    // The order of the first use, so that the text is the same every time.
    var order: [Int] = []
    var positions: [Int: [Int]] = [:]
    for (position, depth) in part.enumerated() where depth != defaultDepth {
      if positions[depth] == nil { order.append(depth) }
      positions[depth, default: []].append(position)
    }
    for depth in order {
      emitter.out.append("case ")
      for (number, position) in positions[depth, default: []].enumerated() {
        if number > 0 { emitter.out.append(", ") }
        emitter.out.append(".c", position)
      }
      emitter.out.append(":\n")
      emitter.branch(depth)
    }
    emitter.out.append("default:\n")
    emitter.branch(defaultDepth)
    emitter.out.append("}\n")
  }
}
