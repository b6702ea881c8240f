import WasmCore

extension GoldenCase {
  static let exceptions: [GoldenCase] = [
    // In a module that throws, every call is followed by a look.
    GoldenCase(name: "throw") { module in
      let tag = module.tag(nil, [.i32, .f64])
      let type = module.type([.i32], [.i32])
      module.memory()
      module.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
      let imported = module.function(nil, [.i32], [.i32], [
        .get(0), .when(.none, [.get(0), .memory(.i32Load), .get(0), .op(.i32Add), .f64(1), .op(.throw, tag)]), .i32(5),
      ])
      module.function(nil, [.i32], [.i32], locals: [.i32], [
        .get(0), .memory(.i32Load), .get(0), .call(imported), .set(1), .get(1), .get(0), .op(.callIndirect, type, 0), .op(.i32Add),
      ])
      module.function(nil, [.exnref], [], [.get(0), .op(.throwRef)])
    },
    GoldenCase(name: "catch") { module in
      let tag = module.tag(nil, [.i32, .f64])
      let empty = module.tag()
      let both = module.type([], [.i32, .f64])
      let withReference = module.type([], [.i32, .f64, .exnref])
      let callee = module.function(nil, [.i32], [.i32], [.i32(1), .f64(2), .op(.throw, tag)])
      // All four kinds of clauses; the values of the first go to the function's own label.
      module.function(nil, [.i32], [.i32, .f64], [
        .block(.none, [
          .block(.result(.exnref), [
            .block(.type(withReference), [
              .tryTable(.type(both), [.tag(tag, 3), .tagReference(tag, 0), .tag(empty, 2), .allReference(1)], [
                .get(0), .call(callee), .f64(3),
              ]),
              .op(.return),
            ]),
            .op(.throwRef),
          ]),
          .op(.drop),
          .tryTable(.none, [.all(0)], [.get(0), .call(callee), .op(.drop)]),
        ]),
        .i32(7), .f64(8),
      ])
    },
    GoldenCase(name: "catch-in-loop") { module in
      let tag = module.tag(nil, [.i32])
      let callee = module.function(nil, [.i32], [.i32], [.get(0), .op(.throw, tag)])
      let step = module.type([.i32], [.i32])
      // The loop's label is where a caught value goes on; the inner clauses do not fit, so the outer ones are next.
      module.function(nil, [.i32], [.i32], locals: [.i32], [
        .get(0),
        .loop(.type(step), [
          .set(1), .get(1), .op(.i32Eqz), .when(.none, [.i32(9), .op(.return)]), .get(1), .i32(1), .op(.i32Sub),
          .tryTable(.type(step), [.tag(tag, 0)], [
            .tryTable(.type(step), [], [.call(callee), .get(1), .op(.brIf, 2)]),
          ]),
        ]),
      ])
      // Nothing inside can throw.
      module.function(nil, [.i32], [.i32], [
        .block(.none, [.tryTable(.result(.i32), [.all(0)], [.get(0), .get(0), .op(.brIf, 0)]), .op(.return)]), .i32(1),
      ])
    },
    GoldenCase(name: "catch-in-row") { module in
      let tag = module.tag()
      let callee = module.function(nil, [.op(.throw, tag)])
      // A clause for each block of the row, and a throw after the end of one.
      var nest = Code.tryTable(.none, (0..<9).map { .tag(tag, $0) } + [.all(4)], [.call(callee)])
      for number: Int32 in 0..<9 {
        nest = .block(.none, [nest, .get(1), .i32(number), .op(.i32Add), .set(1)] + (number == 5 ? [.get(0), .when(.none, [.op(.throw, tag)])] : []))
      }
      module.function(nil, [.i32], [.i32], locals: [.i32], [.block(.none, [.tryTable(.none, [.all(0)], [nest])]), .get(1)])
    },
  ]
}
