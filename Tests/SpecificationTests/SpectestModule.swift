import WasmCore

extension Linker {
  /// Defines the host module that scripts may import from (the testsuite's "spectest").
  mutating func defineSpectest() throws {
    func define(_ external: External?, _ name: String) throws {
      guard let external else { throw Failure("cannot make spectest's \(name)") }
      self.define(external, module: "spectest", name: name)
    }
    let printers: [(String, [ValueType])] = [
      ("print", []), ("print_i32", [.i32]), ("print_i64", [.i64]), ("print_f32", [.f32]), ("print_f64", [.f64]),
      ("print_i32_f32", [.i32, .f32]), ("print_f64_f64", [.f64, .f64]),
    ]
    for (name, parameters) in printers {
      // What they print is part of no assertion, and would only hide the report.
      try define(.function(Function(store: store, type: FunctionType(parameters: parameters)) { _, _ in [] }), name)
    }
    let globals: [(String, ValueType, Value)] = [
      ("global_i32", .i32, .i32(666)), ("global_i64", .i64, .i64(666)), ("global_f32", .f32, .f32(666.6)),
      ("global_f64", .f64, .f64(666.6)),
    ]
    for (name, type, value) in globals {
      try define(Global(store: store, type: GlobalType(type), value: value).map(External.global), name)
    }
    let table = TableType(element: .funcref, limits: Limits(minimum: 10, maximum: 20))
    try define(.table(Table(store: store, type: table, initial: .reference(.null(.func)))), "table")
    try define(.memory(Memory(store: store, type: MemoryType(minimum: 1, maximum: 2))), "memory")
  }
}
