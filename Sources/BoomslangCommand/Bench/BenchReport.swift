import Boomslang
import CommandSupport
import WasmCore

/// What `boomslang bench` prints.
struct BenchReport {
  private let engine: PythonEngine
  private let latencies: [Latencies]
  /// nil: was not measured.
  private let memory: InstanceBenchmark.Memory?

  init(_ factory: PythonExecutorFactory, _ latencies: [Latencies], _ memory: InstanceBenchmark.Memory? = nil) {
    (engine, self.latencies, self.memory) = (factory.engine, latencies, memory)
  }

  var text: String {
    let rows = latencies.map { "\(Self.pad($0.name, 16))\(Self.number($0.percentile(0.5))) \(Self.number($0.percentile(0.99)))" }
    return """
      engine          \(engine.rawValue)
      microseconds         p50       p99
      \(rows.joined(separator: "\n"))
      """ + (memory.map { "\n\n" + Self.text($0) } ?? "")
  }

  private static func text(_ memory: InstanceBenchmark.Memory) -> String {
    """
    image           \(mebibytes(memory.image)), shared
    private, idle   \(mebibytes(memory.idle))
    after hello     \(mebibytes(memory.afterHello))
    after reset     \(mebibytes(memory.afterReset))
    resident        \(mebibytes(memory.before.unique)), with \(memory.liveCount) more instances \(mebibytes(memory.after.unique))
                    (shared pages counted for each instance: \(mebibytes(memory.after.mapped)))
    """
  }

  var json: String {
    let rows = latencies.map { ($0.name, JSONText.object([("p50", String($0.percentile(0.5))), ("p99", String($0.percentile(0.99)))])) }
    return JSONText.object([("engine", JSONText.string(engine.rawValue)), ("microseconds", JSONText.object(rows))] + (memory.map(Self.members) ?? []))
  }

  private static func members(_ memory: InstanceBenchmark.Memory) -> [(String, String)] {
    [
      ("image_bytes", String(memory.image)), ("private_bytes_idle", String(memory.idle)), ("private_bytes_after_hello", String(memory.afterHello)),
      ("private_bytes_after_reset", String(memory.afterReset)), ("live_instances", String(memory.liveCount)),
      ("resident_bytes_before", memory.before.unique.map { String($0) } ?? "null"),
      ("resident_bytes", memory.after.unique.map { String($0) } ?? "null"),
      ("mapped_bytes", memory.after.mapped.map { String($0) } ?? "null"),
    ]
  }

  private static func mebibytes(_ bytes: Int?) -> String { bytes.map(mebibytes) ?? "unknown" }

  private static func mebibytes(_ bytes: Int) -> String { "\(number(Double(bytes) / 1_048_576).drop { $0 == " " }) MiB" }

  /// With two decimals, to the right of ten columns.
  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let text = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    return String(repeating: " ", count: max(10 - text.count, 1)) + text
  }

  private static func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(width - text.count, 1)) }
}
