import Boomslang
import Dispatch
import Synchronization

/// How long it takes until code that never ends has ended, from the call of `stop()` on another thread to the return of the call.
struct StopBenchmark {
  private static let places = [
    ("stop, loop", "while True: pass"),
    ("stop, C loop", "7 ** 7 ** 9"),
    ("stop, copying", "blob = bytes(60_000_000)\nwhile True: copy = bytearray(blob)"),
    ("stop, sleep", "import time\ntime.sleep(1000)"),
    ("stop, host call", "import boomslang_host\nboomslang_host.call('wait', '')"),
  ]

  let image: RuntimeImage

  func measure(count: Int) throws -> [Latencies] {
    var options = PythonInstance.Options()
    options.hostBridge = HostBridge(asyncFunctions: ["wait": { _ in
      try await Task.sleep(for: .seconds(1000))
      return ""
    }])
    let python = try image.createInstance(options)
    return try Self.places.map { name, source in
      var latencies = Latencies(name)
      for _ in 0..<count {
        latencies.add(seconds: try Self.stop(python, source))
        try python.reset()
      }
      return latencies
    }
  }

  private static func stop(_ python: PythonInstance, _ source: String) throws -> Double {
    let begin = Mutex(0.0)
    DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + .milliseconds(20)) {
      begin.withLock { $0 = Console.elapsedTime() }
      python.stop()
    }
    do {
      _ = try python.execute(source)
    } catch .stopped {
      return Console.elapsedTime() - begin.withLock { $0 }
    } catch {
      throw error
    }
    throw PythonError.invalidValue("what never ends has ended")
  }
}
