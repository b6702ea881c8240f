import Primes
import WasmCore

/// Calls the module's function on one engine, and says how long it took.
func run(_ module: Module, on engine: Engine) throws -> Int32 {
  var configuration = Store.Configuration()
  configuration.engine = engine
  let instance = try Store(configuration: configuration).instantiate(module)
  precondition(instance.engine == engine, "the module runs in the \(instance.engine)")

  let clock = ContinuousClock()
  var best = Duration.seconds(1000)
  var count: Int32 = 0
  for _ in 0..<5 {
    let start = clock.now
    guard case .i32(let result) = try instance.invoke("countPrimes", [.i32(4_000_000)])[0] else { preconditionFailure("not a number") }
    count = result
    best = min(best, clock.now - start)
  }
  print("\(engine): \(count) primes in \(best)")
  return count
}

// Stores whose engine is `compiled` find the code of modules that are registered.
try Primes.compiled.register()
let module = try Primes.load()
let interpreted = try run(module, on: .interpreter)
guard Store.supportsCompiledCode else { fatalError("compiled code does not run on this platform yet") }
let compiled = try run(module, on: .compiled)
precondition(interpreted == compiled && compiled == 283_146)
