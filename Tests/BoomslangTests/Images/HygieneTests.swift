import Boomslang
import Testing
import WASI

/// Random numbers are nobody else's, unless they are asked to be.
@Suite("Random numbers of images", .needsGuest)
struct HygieneTests {
  private static let draw =
    "import random, uuid, secrets, os, tempfile, sqlite3\nprint(random.random(), uuid.uuid4(), uuid.uuid1().node, secrets.token_hex(8), os.urandom(8).hex(), "
    + "next(tempfile._get_candidate_names()), sqlite3.connect(':memory:').execute('select random()').fetchone()[0])"

  private func draws(_ python: PythonInstance) throws -> [String] {
    let words = try python.output(Self.draw).split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(words.count == 7)
    return words
  }

  /// Whether no two of them have anything in common.
  private func areDifferent(_ draws: [[String]]) -> Bool {
    (0..<7).allSatisfy { column in Set(draws.map { $0[column] }).count == draws.count }
  }

  @Test(arguments: TestGuest.engines)
  func instancesDrawTheirOwn(engine: PythonEngine) throws {
    let (one, other) = (try TestGuest.python(engine), try TestGuest.python(engine))
    var all = [try draws(one), try draws(other)]
    try one.reset()
    all.append(try draws(one))
    // Also after the generators were used, before and in the fork.
    let child = try one.fork()
    all += [try draws(child), try draws(one), try draws(try one.fork())]
    let image = try one.freeze()
    all += [try draws(try image.createInstance()), try draws(try image.createInstance())]
    #expect(areDifferent(all), "\(all)")
  }

  @Test(arguments: TestGuest.engines)
  func loadedStatesDrawTheirOwn(engine: PythonEngine) throws {
    try withTemporaryFolder { folder in
      let python = try TestGuest.python(engine)
      let before = try draws(python)
      try python.freeze().save(to: "\(folder)/state")
      let image = try TestGuest.factory(engine).image.load("\(folder)/state")
      #expect(areDifferent([before, try draws(try image.createInstance()), try draws(try image.createInstance()), try draws(python)]))
    }
  }

  @Test(arguments: TestGuest.engines)
  func aSeedMakesThemEqual(engine: PythonEngine) throws {
    func run(_ seed: UInt64, fuel: UInt64?) throws -> (String, UInt64?) {
      var options = PythonInstance.Options()
      options.seed = seed
      options.limits.fuel = fuel
      let python = try TestGuest.factory(engine).createInstance(options)
      let first = try python.output(Self.draw + "\nimport time\nprint(time.time(), time.monotonic(), hash('text'), id(object()))")
      let rest = python.remainingFuel
      try python.reset()
      #expect(try python.output(Self.draw + "\nimport time\nprint(time.time(), time.monotonic(), hash('text'), id(object()))") == first)
      #expect(python.remainingFuel == rest)
      return (first, rest)
    }
    let (a, b, other) = (try run(5, fuel: nil), try run(5, fuel: nil), try run(6, fuel: nil))
    #expect(a.0 == b.0 && a.0 != other.0)
    let (c, d) = (try run(5, fuel: 1_000_000_000), try run(5, fuel: 1_000_000_000))
    #expect(c.0 == a.0 && c.0 == d.0 && c.1 == d.1 && c.1 != nil)
  }
}
