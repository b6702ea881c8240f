import Testing
import WasmCore

/// Calls between an instance that is interpreted and one that is compiled, beside those of two that are alike.
@Suite("Engines that call each other")
struct MixedCallTests {
  private static let types: [ValueType] = [.i32, .i64, .f32, .f64, .externref, .funcref]

  @Test(arguments: EnginePair.tested)
  func valuesOfEveryTypeGoInAndOut(_ pair: EnginePair) throws {
    let store = pair.store()
    var library = ModuleBuilder()
    library.function("reverse", Self.types, Self.types.reversed(), Self.types.indices.reversed().map { .get(UInt32($0)) })
    let provided = try library.instantiate(in: store, on: pair.callee)
    var user = ModuleBuilder()
    let reverse = user.importFunction("reverse", Self.types, Self.types.reversed())
    user.function("run", Self.types, Self.types.reversed(), Self.types.indices.map { .get(UInt32($0)) } + [.call(reverse)])
    let instance = try user.instantiate(in: store, on: pair.caller, [try provided.exported("reverse")])
    let function = try #require(provided.function("reverse"))
    let results = try instance.invoke("run", [
      .i32(-1), .i64(.min), .f32(1.5), .f64(-2.5), .reference(.extern(ExternReference(7))), .reference(.function(function)),
    ])
    #expect(results[0].function == function && results[1].extern?.rawValue == 7)
    #expect("\(results[2...])" == "[-2.5, 1.5, -9223372036854775808, -1]")
  }

  /// Directly, through a table and by reference; there and back, each instance with its own global and memory.
  @Test(arguments: EnginePair.tested)
  func callsThereAndBack(_ pair: EnginePair) throws {
    let store = pair.store()
    let tableType = TableType(element: .funcref, limits: Limits(minimum: 2))
    let table = try Table(store: store, type: tableType, initial: .reference(.null(.func)))
    func module(_ own: Int32, _ other: Int32) -> ModuleBuilder {
      var builder = ModuleBuilder()
      let imported = builder.importTable("table", tableType)
      builder.memory()
      let global = builder.global(nil, GlobalType(.i32), [.i32(own + 1)])
      builder.data(at: [.i32(8)], [UInt8(own) * 10 + 10])
      let type = builder.type([.i32], [.i32])
      // n == 0 ? 0 : other(n - 1) + own number + what is in the own memory
      let further: [Code] = [
        .get(0), .i32(1), .op(.i32Sub), .i32(other), .op(.callIndirect, type, imported), .op(.globalGet, global), .op(.i32Add),
        .i32(0), .memory(.i32Load8U, offset: 8), .op(.i32Add),
      ]
      let function = builder.function("run", [.i32], [.i32], [.get(0), .op(.i32Eqz), .when(.result(.i32), [.i32(0)], otherwise: further)])
      builder.function("reference", [.reference(type), .i32], [.i32], [.get(1), .get(0), .op(.callRef, type)])
      builder.elements(at: [.i32(own)], [function])
      return builder
    }
    let second = try module(1, 0).instantiate(in: store, on: pair.callee, [.table(table)])
    let first = try module(0, 1).instantiate(in: store, on: pair.caller, [.table(table)])
    #expect(try first("run", 1) == [11] && first("run", 2) == [33] && second("run", 3) == [55])
    #expect(try first("run", 1_000) == [16_500])
    let other = Value.reference(.function(try #require(second.function("run"))))
    #expect(try first.invoke("reference", [other, .i32(2)]).first?.i32 == 33)
  }

  /// A host function that each of them calls, and that calls the other one.
  @Test(arguments: EnginePair.tested)
  func throughTheHost(_ pair: EnginePair) throws {
    let store = pair.store()
    var partner: Instance?
    let host = External.host(store, [.i32], [.i32]) { _, arguments in
      let instance = partner
      defer { partner = instance }
      return try instance?.invoke("leaf", arguments) ?? []
    }
    var builder = ModuleBuilder()
    let imported = builder.importFunction("host", [.i32], [.i32])
    builder.function("run", [.i32], [.i32], [.get(0), .call(imported), .i32(1), .op(.i32Add)])
    builder.function("leaf", [.i32], [.i32], [.get(0), .i32(3), .op(.i32Mul)])
    let first = try builder.instantiate(in: store, on: pair.caller, [host])
    let second = try builder.instantiate(in: store, on: pair.callee, [host])
    partner = second
    #expect(try first("run", 5) == [16])
    partner = first
    #expect(try second("run", 6) == [19])
  }

  /// A host function that takes the place of a function is called by that function's instance, whoever called that.
  @Test(arguments: EnginePair.tested)
  func theHostKnowsWhoMadeATailCall(_ pair: EnginePair) throws {
    let store = pair.store()
    let host = External.host(store, [], [.i32]) { caller, _ in [.i32(try #require(caller.memory?.load(at: 0, as: Int32.self)))] }
    func module(_ number: UInt8, imported: Bool) -> ModuleBuilder {
      var builder = ModuleBuilder()
      let host = builder.importFunction("host", [], [.i32])
      let other = imported ? builder.importFunction("tail", [], [.i32]) : nil
      builder.memory()
      builder.data(at: [.i32(0)], [number])
      let tail = builder.function("tail", [], [.i32], [.op(.returnCall, host)])
      builder.function("call", [], [.i32], [.call(tail)])
      if let other {
        builder.function("callOther", [], [.i32], [.call(other)])
        builder.function("tailOther", [], [.i32], [.op(.returnCall, other)])
      }
      return builder
    }
    let second = try module(2, imported: false).instantiate(in: store, on: pair.callee, [host])
    let first = try module(1, imported: true).instantiate(in: store, on: pair.caller, [host, try second.exported("tail")])
    for _ in 0..<2 {
      #expect(try second("tail") == [2] && second("call") == [2])
      #expect(try first("tail") == [1] && first("call") == [1] && first("callOther") == [2] && first("tailOther") == [2])
    }
  }

  /// Tail calls from one to the other and back take no stack, neither the guest's nor the thread's.
  @Test(arguments: EnginePair.tested, [Opcode.returnCallIndirect, .returnCallRef])
  func tailCallsNeedConstantStack(_ pair: EnginePair, _ opcode: Opcode) throws {
    try tailCalls(pair, opcode, [pair.caller, pair.callee])
    try tailCalls(pair, opcode, [pair.caller, pair.caller, pair.callee])
  }

  /// A function for each of the engines that ends in a call of the next one's.
  private func tailCalls(_ pair: EnginePair, _ opcode: Opcode, _ engines: [Engine]) throws {
    let store = pair.store { $0.stackSize = 64 << 10 }
    let type = TableType(element: .funcref, limits: Limits(minimum: UInt64(engines.count)))
    let table = try Table(store: store, type: type, initial: .reference(.null(.func)))
    let hop = FunctionType(parameters: [.i32, .i32], results: [.i32])
    func module(_ own: Int) -> ModuleBuilder {
      let (own, other) = (Int32(own), Int32((own + 1) % engines.count))
      var builder = ModuleBuilder()
      let index = builder.type(hop.parameters, hop.results)
      let imported = builder.importTable("table", type)
      let references = builder.table(nil, TableType(element: .reference(index), limits: Limits(minimum: 1)))
      let call: [Code] =
        opcode == .returnCallIndirect ? [.i32(other), .op(opcode, index, imported)] : [.i32(0), .op(.tableGet, references), .op(opcode, index)]
      let body: [Code] = [.get(0), .i32(1), .op(.i32Sub), .get(1), .i32(own), .op(.i32Add)] + call
      let function = builder.function("hop", hop.parameters, hop.results, [.get(0), .op(.i32Eqz), .when(.result(.i32), [.get(1)], otherwise: body)])
      builder.elements(at: [.i32(own)], [function])
      builder.function("set", [.reference(index)], [], [.i32(0), .get(0), .op(.tableSet, references)])
      return builder
    }
    let instances = try engines.enumerated().map { try module($0).instantiate(in: store, on: $1, [.table(table)]) }
    for (instance, next) in zip(instances, instances[1...] + instances[..<1]) {
      try instance.invoke("set", [.reference(.function(try #require(next.function("hop"))))])
    }
    let (rounds, sum) = (100_000, engines.indices.reduce(0, +))
    for instance in instances { #expect(try instance("hop", Int32(rounds * engines.count), 0) == [Int32(rounds * sum)]) }
  }
}
