import Boomslang
import Testing

@Suite("Calling Python functions", .needsGuest)
struct FunctionTests {
  @Test(arguments: TestGuest.engines)
  func positionalArguments(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("def add(a, b): return a + b\ndef nothing(): print('called')")
    let sum = try python.executeFunction("add", "[2, 40]")
    #expect(sum.value == "42")
    #expect(sum.exitCode == 0)
    let nothing = try python.executeFunction("nothing")
    #expect(nothing.value == "null")
    #expect(nothing.stdout == "called\n")
  }

  @Test(arguments: TestGuest.engines)
  func whatCannotBeCalled(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("number = 3\ndef fails(): raise ValueError('because')\ndef one(a): return a")
    for (name, arguments, message) in [
      ("missing", "", "missing"), ("number", "", "number"), ("fails", "", "ValueError: because"), ("one", "[1, 2]", "TypeError"), ("one", "{", "JSON"),
      ("one", "{\"a\": 1}", "array"),
    ] {
      let result = try python.executeFunction(name, arguments)
      #expect(result.exitCode == 1, "\(name)\(arguments)")
      #expect(result.stderr.contains(message), "\(name)\(arguments): \(result.stderr)")
      #expect(result.value == nil)
    }
  }

  @Test(arguments: TestGuest.engines)
  func valuesWithoutAFormInJSON(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("def f(): return {1, 2}")
    #expect(try python.executeFunction("f").value == nil)
  }

  private struct Point: Codable, Equatable {
    var x: Double
    var name: String?
    var tags: [String]
  }

  @Test(arguments: TestGuest.engines)
  func swiftValues(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("def add(a, b): return a + b\ndef move(p, by): return {**p, 'x': p['x'] + by}\ndef one(): return 1\ndef echo(x): return x")
    let sum: Int = try python.call("add", with: 2, 40)
    #expect(sum == 42)
    #expect(try python.call("add", with: "a/", "ü\n\"", returning: String.self) == "a/ü\n\"")
    #expect(try python.call("move", with: Point(x: 1.5, name: nil, tags: ["a"]), 2) == Point(x: 3.5, name: nil, tags: ["a"]))
    #expect(try python.call("one", returning: Int.self) == 1)
    #expect(try python.call("echo", with: [1: true]) == [1: true])
    #expect(try python.call("echo", with: Int?.none, returning: Int?.self) == nil)
    #expect(try python.call("echo", with: UInt64.max) == UInt64.max)
  }

  @Test(arguments: TestGuest.engines)
  func swiftValuesThatDoNotFit(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("def echo(x): return x\ndef fails(): raise KeyError('k')\ndef strange(): return object()")
    guard case .invalidValue? = pythonError({ _ = try python.call("echo", with: "text", returning: Int.self) }),
      case .invalidValue? = pythonError({ _ = try python.call("echo", with: Double.infinity, returning: Double.self) }),
      case .invalidValue? = pythonError({ _ = try python.call("strange", returning: Int.self) })
    else {
      Issue.record("values that do not fit were accepted")
      return
    }
    guard case .functionFailed("fails", let result)? = pythonError({ _ = try python.call("fails", returning: Int.self) }) else {
      Issue.record("the function did not fail")
      return
    }
    #expect(result.stderr.contains("KeyError: 'k'"))
  }
}
