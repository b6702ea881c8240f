import WasmCore

extension GoldenCase {
  static let references: [GoldenCase] = [
    GoldenCase(name: "references") { module in
      let type = module.type([.i32], [.i32])
      let reference = ValueType(.concrete(type), nullable: true)
      module.memory()
      module.table(nil, TableType(element: .externref, limits: Limits(minimum: 4)))
      // Values below the reference go along.
      module.function(nil, [.externref, .i32], [.i32], [
        .block(.result(.i32), [.get(1), .memory(.i32Load), .get(1), .op(.tableGet, 0), .op(.brOnNull, 0), .op(.drop), .i32(1), .op(.i32Add)]),
      ])
      module.function(nil, [.externref], [.externref], [
        .block(.result(.externref), [.get(0), .op(.brOnNonNull, 0), .i32(0), .op(.tableGet, 0), .op(.brOnNonNull, 0), .op(.unreachable)]),
      ])
      module.function(nil, [reference, .i32], [.i32], [
        .get(1), .memory(.i32Load), .get(1), .get(0), .op(.refAsNonNull), .op(.callRef, type), .op(.i32Add),
      ])
    },
  ]

  static let tailCalls: [GoldenCase] = [
    GoldenCase(name: "tail-calls") { module in
      let type = module.type([.i32, .f64], [.i32])
      let reference = ValueType(.concrete(type), nullable: true)
      module.memory()
      module.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
      let imported = module.function(nil, type: type, body: [0] + [Code.get(0)].bytes + Code.encoding(.end))
      module.function(nil, [.i32], [.i32], [
        .get(0), .when(.none, [.get(0), .f64(1), .op(.returnCall, imported)]), .get(0), .memory(.i32Load), .f64(2), .get(0),
        .op(.returnCallIndirect, type, 0),
      ])
      module.function(nil, [reference, .i32], [.i32], [.get(1), .f64(3), .get(0), .op(.returnCallRef, type)])
      // Nothing in, nothing out.
      let empty = module.nextFunction
      module.function(nil, [.op(.returnCall, empty + 1)])
      module.function(nil, [.op(.returnCall, empty)])
    },
    // The parameters change all at once; the other local is zero again each time.
    GoldenCase(name: "tail-calls-of-itself") { module in
      let swap = module.nextFunction
      module.function(nil, [.i32, .i32, .i32], [.i32], locals: [.i32, .i64], [
        .get(2), .op(.i32Eqz), .when(.none, [.get(0), .op(.return)]), .get(3), .get(1), .op(.i32Add), .get(0),
        .get(2), .i32(1), .op(.localTee, 3), .op(.i32Sub), .op(.returnCall, swap),
      ])
      let tag = module.tag()
      let again = module.nextFunction
      module.function(nil, [.i32], [], [
        .get(0), .op(.i32Eqz), .when(.none, [.op(.throw, tag)]),
        .tryTable(.none, [.all(0)], [.get(0), .i32(1), .op(.i32Sub), .op(.returnCall, again)]),
      ])
    },
  ]
}
