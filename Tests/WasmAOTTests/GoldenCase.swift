import WasmCore

/// A module whose translation is kept as a file, so that what changes in generated code is seen.
struct GoldenCase: Sendable, CustomStringConvertible {
  let name: String
  let build: @Sendable (inout ModuleBuilder) -> Void

  var description: String { name }

  static let all: [GoldenCase] = values + control + calls + references + exceptions + tailCalls
}

extension GoldenCase {
  /// Arithmetic, variables and memory.
  fileprivate static let values: [GoldenCase] = [
    GoldenCase(name: "arithmetic") { module in
      module.function(nil, [.i32, .i64, .f32, .f64], [.f64], [
        .get(0), .get(0), .op(.i32Mul), .op(.i64ExtendI32S), .get(1), .op(.i64Xor), .op(.f64ConvertI64U),
        .get(2), .f32(1.5), .op(.f32Add), .op(.f64PromoteF32), .op(.f64Max), .get(3), .op(.f64Div),
      ])
    },
    GoldenCase(name: "comparisons") { module in
      module.function(nil, [.i32, .f64], [.i32], [
        .i32(1), .get(0), .i32(7), .op(.i32LtS), .op(.i32Eqz), .get(1), .f64(0), .op(.f64Ge), .op(.i32And),
        .get(0), .op(.i32Eqz), .op(.select), .get(0), .op(.i32Add),
      ])
    },
    // Whether there is room for a large frame is known before it is there, also where the function ends in a call.
    GoldenCase(name: "large-frames") { module in
      let locals = [ValueType](repeating: .i64, count: 500)
      let callee = module.function(nil, [.i32], [.i32], locals: locals, [.get(0)])
      module.function(nil, [.i32], [.i32], locals: locals, [.get(0), .op(.returnCall, callee)])
    },
    // What traps or reads must stay in the order of the instructions.
    GoldenCase(name: "order") { module in
      module.memory()
      module.function(nil, [.i32, .i32], [.i32], [
        .get(0), .memory(.i32Load), .get(0), .get(1), .op(.i32DivS), .get(0), .get(1), .memory(.i32Store),
        .get(1), .i32(3), .set(1), .op(.i32Add), .op(.i32Add),
      ])
      module.function(nil, [.i32], [], [.get(0), .memory(.i64Load, offset: 16), .op(.drop), .get(0), .op(.drop)])
      // The load comes before the branch, whether that is taken or not.
      module.function(nil, [.i32], [.i32], [
        .block(.none, [.get(0), .memory(.i32Load), .get(0), .op(.brIf, 0), .op(.return)]), .i32(1), .i32(2), .get(0), .op(.select),
      ])
    },
    GoldenCase(name: "locals") { module in
      module.function(nil, [.i32], [.i32], locals: [.i32, .f64], [
        .get(0), .get(0), .i32(1), .op(.i32Add), .op(.localTee, 0), .set(1), .get(1), .op(.i32Sub), .f64(2), .set(2), .get(0), .set(0),
      ])
    },
    GoldenCase(name: "memory") { module in
      module.memory()
      module.memory()
      module.passiveData([1, 2, 3])
      module.function(nil, [.i32], [.i32], [
        .get(0), .get(0), .memory(.i32Load8S, offset: 4), .memory(.i32Store16, offset: 8), .i32(0), .i32(1), .i32(2), .op(.memoryFill, 1),
        .i32(0), .i32(1), .i32(2), .op(.memoryCopy, 0, 1), .i32(0), .i32(0), .i32(3), .op(.memoryInit, 0, 0), .op(.dataDrop, 0),
        .get(0), .op(.memoryGrow, 0), .op(.memorySize, 1), .op(.i32Add),
      ])
    },
    GoldenCase(name: "globals") { module in
      let imported = module.importGlobal("base", GlobalType(.i32, mutable: false))
      let counter = module.global(nil, GlobalType(.i64, mutable: true), [.i64(5)])
      module.function(nil, [], [.i64], [
        .op(.globalGet, counter), .op(.globalGet, imported), .op(.i64ExtendI32U), .op(.globalSet, counter), .op(.globalGet, counter), .op(.i64Add),
      ])
    },
  ]

  fileprivate static let control: [GoldenCase] = [
    GoldenCase(name: "blocks") { module in
      module.function(nil, [.i32], [.i32], [
        .block(.result(.i32), [
          .get(0), .get(0), .op(.brIf, 0), .op(.drop), .block(.none, [.get(0), .op(.brIf, 0), .i32(9), .op(.return)]), .i32(8),
        ]), .i32(1), .op(.i32Add),
      ])
    },
    GoldenCase(name: "ifs") { module in
      let type = module.type([.i32], [.i32])
      module.function(nil, [.i32, .i32], [.i32], [
        .get(1), .get(0), .when(.type(type), [.i32(1), .op(.i32Add)], otherwise: [.i32(2), .op(.i32Mul)]),
        .get(0), .when(.type(type), [.i32(4), .op(.i32Sub)]), .get(0), .when(.none, [.op(.unreachable)]),
      ])
    },
    GoldenCase(name: "loops") { module in
      let swap = module.type([.i32, .i32], [.i32])
      module.function(nil, [.i32, .i32], [.i32], locals: [.i32], [
        .get(0), .get(1), .loop(.type(swap), [.set(2), .get(2), .op(.i32Sub), .get(2), .get(0), .op(.brIf, 0), .op(.i32Add)]),
      ])
      module.function(nil, [.i32], [], [.loop(.none, [.get(0), .i32(1), .op(.i32Sub), .op(.localTee, 0), .op(.brIf, 0)])])
    },
    GoldenCase(name: "branch-table") { module in
      module.function(nil, [.i32], [.i32], [
        .block(.none, [.block(.none, [.block(.none, [.get(0), .branchTable([0, 1, 0, 2], 1)]), .i32(10), .op(.return)]), .i32(20), .op(.return)]), .i32(30),
      ])
    },
    // More blocks than are nested: the inner ones become the cases of the table's own switch.
    GoldenCase(name: "row-of-blocks") { module in
      module.function(nil, [.i32], [.i32], locals: [.i32], [row([.get(0)], branches: [4: 3, 6: 20]), .get(1)])
    },
    // The same where a branch comes before the table.
    GoldenCase(name: "row-with-a-branch-first") { module in
      module.function(nil, [.i32], [.i32], locals: [.i32], [row([.get(0), .op(.brIf, 2), .get(0)], branches: [4: 3]), .get(1)])
    },
  ]

  /// A hundred blocks around a table over the ten inner ones, each with some code after its end, and some with a branch there.
  private static func row(_ start: [Code], branches: [Int32: UInt32]) -> Code {
    var nest = Code.block(.none, start + [.branchTable((0..<10).map { UInt32($0) } + [3, 60], 9)])
    for number: Int32 in 0..<100 {
      var body: [Code] = [nest, .get(1), .i32(number), .op(.i32Add), .set(1)]
      if let depth = branches[number] { body += [.get(1), .op(.brIf, depth)] }
      nest = .block(.none, body)
    }
    return nest
  }

  fileprivate static let calls: [GoldenCase] = [
    GoldenCase(name: "calls") { module in
      let imported = module.importFunction("pair", [.i32], [.i32, .f64])
      let own = module.function(nil, [.i64], [], [.op(.nop)])
      let caller = module.function("caller", [.i32], [.i32], [.i64(7), .call(own), .get(0), .call(imported), .op(.drop)])
      module.name(caller, "caller\r\nwith\ra line break")
    },
    GoldenCase(name: "tables") { module in
      let type = module.type([.i32], [.i32])
      let identity = module.function(nil, type: type, body: [0] + [Code.get(0)].bytes + Code.encoding(.end))
      module.table(nil, TableType(element: .funcref, limits: Limits(minimum: 4)))
      module.elements(at: [.i32(0)], [identity])
      module.function(nil, [.i32], [.i32], [
        .get(0), .get(0), .i32(1), .op(.i32Add), .op(.callIndirect, type, 0), .i32(2), .op(.refFunc, identity), .op(.tableSet, 0),
        .i32(1), .op(.tableGet, 0), .op(.refIsNull), .op(.tableSize, 0), .op(.i32Add), .op(.i32Add),
      ])
    },
  ]
}
