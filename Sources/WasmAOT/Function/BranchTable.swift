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
    emitter.out.append(cases <= 256 ? "switch choice8(i, " : "switch choice16(i, ", part.startIndex)
    emitter.out.append(", ", part.count)
    emitter.out.append(", ")
    emitter.out.append(global: "E", cases)
    emitter.out.append(".self) {\n")
    for (depth, positions) in Self.positions(part) where depth != defaultDepth {
      Self.emitCases(positions, &emitter.out)
      emitter.branch(depth)
    }
    emitter.out.append("default:\n")
    emitter.branch(defaultDepth)
    emitter.out.append("}\n")
  }

  /// The targets in the order of their first use, so that the text is the same every time, and where in the table they are.
  private static func positions(_ part: ArraySlice<Int>) -> [(depth: Int, positions: [Int])] {
    var order: [Int] = []
    var positions: [Int: [Int]] = [:]
    for (position, depth) in part.enumerated() {
      if positions[depth] == nil { order.append(depth) }
      positions[depth, default: []].append(position)
    }
    return order.map { ($0, positions[$0, default: []]) }
  }

  static func emitCases(_ cases: [Int], _ out: inout SourceBuffer) {
    out.append("case ")
    for (number, position) in cases.enumerated() {
      if number > 0 { out.append(", ") }
      out.append(".c", position)
    }
    out.append(":\n")
  }

  /// Where in the table each target is, the default after the last entry; nil when the table is too large for one `switch`.
  var targets: [(depth: Int, positions: [Int])]? {
    depths.count < Self.maximumCaseCount ? Self.positions(depths + [defaultDepth]) : nil
  }

  var count: Int { depths.count }
  static func fits(_ caseCount: Int) -> Bool { caseCount <= maximumCaseCount }
}
