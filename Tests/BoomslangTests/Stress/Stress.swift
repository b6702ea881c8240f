import Boomslang
import Foundation
import Synchronization

/// What the threads of a stress test share, and what each does.
final class Stress: Sendable {
  private struct State {
    /// With the secret of each: what no other instance may ever say.
    var instances: [(python: PythonInstance, secret: Int)] = []
    var lastSecret = 0
    var callCount = 0
    var problems: [String] = []
  }

  private let image: RuntimeImage
  private let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-stress-\(UUID())")
  private let state = Mutex(State())

  private static let instanceCount = 24
  private static let maximumProblems = 20

  init(_ image: RuntimeImage) throws {
    self.image = image
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var callCount: Int { state.withLock { $0.callCount } }
  var problems: [String] { state.withLock { $0.problems } }

  func run(_ thread: Int, until end: ContinuousClock.Instant) {
    while ContinuousClock.now < end, problems.count < Self.maximumProblems {
      do { try step(thread) } catch { note("\(error)") }
      state.withLock { $0.callCount += 1 }
    }
  }

  private func note(_ problem: String) { state.withLock { $0.problems.append(problem) } }

  private func pick() -> (python: PythonInstance, secret: Int)? { state.withLock { $0.instances.randomElement() } }

  private func step(_ thread: Int) throws {
    let action = Int.random(in: 0..<100)
    guard action >= 8, let (python, secret) = pick() else { return try add(create()) }
    switch action {
    case ..<40: try ask(python, secret)
    case ..<62: hostile(python)
    case ..<68: python.stop()
    case ..<76: _ = python.interrupt()
    case ..<82: try tolerating { try python.reset(); try self.mark(python, secret) }
    case ..<86: try tolerating { try self.add(try python.fork(), secret) }
    case ..<89: try tolerating { try self.add(try python.freeze().createInstance(Self.options), secret) }
    case ..<92: try saveAndLoad(python, secret, thread)
    case ..<95: cancel(python)
    default: python.close()
    }
  }

  // MARK: Instances

  private static var options: PythonInstance.Options {
    var options = PythonInstance.Options()
    options.limits = ResourceLimits(timeout: .milliseconds(100), maximumMemory: 96 << 20, maximumOutput: 1 << 16, maximumFileBytes: 16 << 20, maximumFileCount: 5_000)
    options.hostBridge = HostBridge(functions: ["echo": { $0 }], asyncFunctions: ["wait": { _ in try await Task.sleep(for: .seconds(100)); return "" }])
    return options
  }

  private func create() throws -> (PythonInstance, Int) {
    let secret = state.withLock { state in
      state.lastSecret += 1
      return state.lastSecret
    }
    let python = try image.createInstance(Self.options)
    try tolerating { try self.mark(python, secret) }
    return (python, secret)
  }

  private func mark(_ python: PythonInstance, _ secret: Int) throws {
    _ = try python.execute("secret = \(secret)\nopen('/work/secret', 'w').write(str(secret))")
  }

  private func add(_ instance: (PythonInstance, Int)) throws { try add(instance.0, instance.1) }

  private func add(_ python: PythonInstance, _ secret: Int) throws {
    let old: PythonInstance? = state.withLock { state in
      state.instances.append((python, secret))
      guard state.instances.count > Self.instanceCount else { return nil }
      return state.instances.remove(at: Int.random(in: 0..<state.instances.count)).python
    }
    old?.close()
  }

  // MARK: Calls

  /// What other threads may have done to the instance in the meantime, or a script before.
  private func tolerating(_ body: () throws -> Void) throws {
    do { try body() } catch let error as PythonError {
      switch error {
      case .busy, .poisoned, .closed, .stopped, .timedOut, .cancelled, .noThread: break
      // A script took the guest's own modules away, or left no room.
      case .initializationFailed, .outOfMemory, .imageImpossible, .exited, .trapped: break
      default: throw error
      }
    }
  }

  /// An instance says its own secret, or, after a script that removed it, none; never that of another.
  private func ask(_ python: PythonInstance, _ secret: Int) throws {
    try tolerating {
      let result = try python.execute("print(secret, open('/work/secret').read())")
      guard result.exitCode == 0, !result.stdout.isEmpty else { return }
      // The file is empty when a script before had left no room, or writing it was stopped.
      let said = Set(result.stdout.split(whereSeparator: \.isWhitespace))
      if said != ["\(secret)"] { note("\(secret) says \(result.stdout.debugDescription)") }
    }
  }

  private func hostile(_ python: PythonInstance) {
    guard let script = HostileScripts.all.randomElement() else { return }
    do { try tolerating { _ = try python.execute(script) } } catch { note("\(script): \(error)") }
  }

  private func saveAndLoad(_ python: PythonInstance, _ secret: Int, _ thread: Int) throws {
    try tolerating {
      let path = folder.appending(path: "\(thread)").path
      try python.freeze().save(to: path)
      try add(try image.load(path).createInstance(Self.options), secret)
    }
  }

  /// Threads for tasks: those of Swift's own pool are taken by tests that wait.
  private final class Executor: TaskExecutor {
    private let queue = DispatchQueue(label: "stress", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  private static let executor = Executor()

  private func cancel(_ python: PythonInstance) {
    let finished = DispatchSemaphore(value: 0)
    let task = Task.detached(executorPreference: Self.executor) {
      defer { finished.signal() }
      do { _ = try await python.execute("while True: pass") } catch is PythonError {} catch { self.note("\(error)") }
    }
    usleep(UInt32.random(in: 0..<3_000))
    task.cancel()
    finished.wait()
  }
}
