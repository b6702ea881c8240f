import EngineTestSupport
import Testing
import WasmCore

/// The border between host and guest: arguments, results, references.
@Suite("Arguments and references")
struct ArgumentTests {
  private func echo(_ engine: Engine, _ type: ValueType) throws -> Instance {
    var builder = ModuleBuilder()
    builder.function("echo", [type], [type], [.get(0)])
    return try builder.instantiate(engine)
  }

  @Test(arguments: Engine.tested)
  func argumentsHaveToFit(_ engine: Engine) throws {
    let instance = try echo(engine, .i32)
    #expect(
      expectTrap(.argumentMismatch) { try instance.invoke("echo") }?.message
        == "arguments do not match the function's type: 0 arguments for [i32] -> [i32]")
    #expect(
      expectTrap(.argumentMismatch) { try instance.invoke("echo", [.f32(1)]) }?.message
        == "arguments do not match the function's type: argument 0, 1.0, is no i32")
    #expect(
      expectTrap(.argumentMismatch) { try instance.invoke("other") }?.message
        == "arguments do not match the function's type: no function is exported as \"other\"")
    #expect(try instance("echo", 5) == [5])
  }

  @Test(arguments: Engine.tested)
  func numbersKeepAllTheirBits(_ engine: Engine) throws {
    let nan = Float(bitPattern: 0x7FA1_2345)
    guard case .f32(let float)? = try echo(engine, .f32).invoke("echo", [.f32(nan)]).first else { return }
    #expect(float.bitPattern == nan.bitPattern)
    let wide = Double(bitPattern: 0xFFF4_0000_0000_0001)
    guard case .f64(let double)? = try echo(engine, .f64).invoke("echo", [.f64(wide)]).first else { return }
    #expect(double.bitPattern == wide.bitPattern)
    #expect(try echo(engine, .i64).invoke("echo", [.i64(.min)]).first?.i64 == .min)
  }

  @Test(arguments: Engine.tested)
  func externReferencesKeepTheirIdentity(_ engine: Engine) throws {
    let instance = try echo(engine, .externref)
    for number in [0, 1, UInt(1) << 62, UInt(1) << 63 - 1] {
      #expect(try instance.invoke("echo", [.reference(.extern(ExternReference(number)))]).first?.extern?.rawValue == number)
    }
    #expect(try instance.invoke("echo", [.reference(.null(.extern))]).first?.isNull == true)
    #expect(try instance.invoke("echo", [.reference(.null(.noExtern))]).first?.isNull == true)
    expectTrap(.argumentMismatch) { try instance.invoke("echo", [.reference(.null(.func))]) }
    let strict = try echo(engine, ValueType(.extern, nullable: false))
    expectTrap(.argumentMismatch) { try strict.invoke("echo", [.reference(.null(.extern))]) }
  }

  @Test(arguments: Engine.tested)
  func functionReferencesGoRoundAndCanBeCalled(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let double = builder.function("double", [.i32], [.i32], [.get(0), .i32(2), .op(.i32Mul)])
    builder.function("get", [], [.funcref], [.op(.refFunc, double)])
    let type = builder.type([.i32], [.i32])
    builder.function("call", [.reference(type)], [.i32], [.i32(4), .get(0), .op(.callRef, type)])
    let instance = try builder.instantiate(engine)
    let function = try #require(try instance.invoke("get").first?.function)
    #expect(function == instance.function("double") && "\(function.type)" == "[i32] -> [i32]")
    #expect(try function.invoke([.i32(21)]).first?.i32 == 42)
    #expect(try instance.invoke("call", [.reference(.function(function))]).first?.i32 == 8)
    let host = Function(store: instance.store, type: FunctionType(parameters: [.i32], results: [.i32])) { _, arguments in
      [.i32(-(arguments[0].i32 ?? 0))]
    }
    #expect(try instance.invoke("call", [.reference(.function(host))]).first?.i32 == -4)
    expectTrap(.nullFunctionReference) { try instance.invoke("call", [.reference(.null(.func))]) }
    // Of another type, and of another store.
    expectTrap(.argumentMismatch) { try instance.invoke("call", [.reference(.function(try #require(instance.function("get"))))]) }
    let foreign = try builder.instantiate(engine)
    expectTrap(.argumentMismatch) { try foreign.invoke("call", [.reference(.function(function))]) }
  }

  @Test(arguments: Engine.tested)
  func hostFunctionsCanHaveTheTypeOfAGuestsFunction(_ engine: Engine) throws {
    // A type that refers to another one, which is not the first of its module.
    var builder = ModuleBuilder()
    _ = builder.type([.f32], [.f32])
    let callback = builder.type([.i32], [.i32])
    let imported = builder.importFunction("apply", [.reference(callback)], [.i32])
    let function = builder.function(nil, [.i32], [.i32], [.get(0), .i32(1), .op(.i32Add)])
    builder.declare(function)
    builder.function("model", [.reference(callback)], [.i32], [.i32(1), .get(0), .op(.callRef, callback)])
    builder.function("run", [], [.i32], [.op(.refFunc, function), .call(imported)])
    var provider = ModuleBuilder()
    let own = provider.type([.i32], [.i32])
    provider.function("model", [.reference(own)], [.i32], [.i32(0)])
    let store = Store(engine)
    let type = try #require(provider.instantiate(in: store).function("model")).type
    let host = Function(store: store, type: type) { _, arguments in try #require(arguments[0].function).invoke([.i32(41)]) }
    #expect(host.type == type)
    let instance = try builder.instantiate(in: store, [.function(host)])
    #expect(try instance("run") == [42])
  }

  @Test func defaultValues() {
    #expect("\(Value(defaultOf: .i64) as Any)" == "Optional(0)")
    #expect(Value(defaultOf: .funcref)?.isNull == true)
    #expect(Value(defaultOf: ValueType(.func, nullable: false)) == nil)
  }
}
