import Boomslang
import BoomslangGuest
import Testing

/// The guest that the tests run Python in.
enum TestGuest {
  static let guest = try? PythonGuest.installed()
  static var isThere: Bool { guest != nil }
  static let howToGetIt: Comment = "there is no guest: build it with Guest/build.sh, or set BOOMSLANG_GUEST"

  /// All engines that this program has. Every test that runs Python takes one, and asserts that it is what ran.
  static let engines: [PythonEngine] = {
    do { try BoomslangGuest.install() } catch { fatalError("\(error)") }
    return PythonExecutorFactory.isAOTAvailable ? [.interpreter, .compiled] : [.interpreter]
  }()

  /// Shared by the tests, as a program would do it.
  private static let factories = Result {
    try Dictionary(uniqueKeysWithValues: engines.map { ($0, try factory($0)) })
  }

  /// A factory of its own.
  static func factory(
    _ engine: PythonEngine, _ configure: (inout PythonExecutorFactory.Configuration) -> Void = { _ in }
  ) throws -> PythonExecutorFactory {
    var configuration = PythonExecutorFactory.Configuration()
    configuration.engine = engine
    configure(&configuration)
    let factory = try PythonExecutorFactory(configuration)
    #expect(factory.engine == engine)
    return factory
  }

  /// An instance that runs on `engine`.
  static func python(
    _ engine: PythonEngine, from factory: PythonExecutorFactory? = nil, location: SourceLocation = #_sourceLocation,
    _ configure: (inout PythonInstance.Options) -> Void = { _ in }
  ) throws -> PythonInstance {
    var options = PythonInstance.Options()
    configure(&options)
    let shared = try factories.get()[engine]
    let instance = try #require(factory ?? shared).createInstance(options)
    // Only the interpreter counts instructions.
    #expect(instance.engine == (options.limits.fuel == nil ? engine : .interpreter), sourceLocation: location)
    return instance
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test, visibly, when there is no guest.
  static var needsGuest: Self { .enabled(if: TestGuest.isThere, TestGuest.howToGetIt) }
}

extension PythonInstance {
  /// What source prints, which must run without an error.
  func output(_ source: String, name: String? = nil, location: SourceLocation = #_sourceLocation) throws -> String {
    let result = try name.map { try execute(source, name: $0) } ?? execute(source)
    #expect(result.exitCode == 0, "\(result.stderr)", sourceLocation: location)
    #expect(result.stderr == "", sourceLocation: location)
    return result.stdout
  }
}

/// The error that `body` throws.
func pythonError(location: SourceLocation = #_sourceLocation, _ body: () throws -> Void) -> PythonError? {
  do {
    try body()
    Issue.record("no error was thrown", sourceLocation: location)
  } catch let error as PythonError {
    return error
  } catch {
    Issue.record("expected a PythonError, got: \(error)", sourceLocation: location)
  }
  return nil
}

/// The error that `body` throws.
func pythonError(location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void) async -> PythonError? {
  do {
    try await body()
  } catch {
    return pythonError(location: location) { throw error }
  }
  return pythonError(location: location) {}
}
