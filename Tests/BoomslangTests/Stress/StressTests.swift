import Boomslang
import Foundation
import Synchronization
import Testing

/// Instances that many threads make, run, fork, stop and throw away at random, with hostile scripts among theirs. `make stress` does
/// this for longer.
@Suite("Stress", .needsGuest)
struct StressTests {
  private static let seconds = ProcessInfo.processInfo.environment["BOOMSLANG_STRESS_SECONDS"].flatMap(Double.init) ?? 4

  @Test(arguments: TestGuest.engines) func manyThreads(engine: PythonEngine) async throws {
    try await onThreadOfItsOwn { try Self.stress(engine) }
  }

  private static func stress(_ engine: PythonEngine) throws {
    let stress = try Stress(try TestGuest.factory(engine).image)
    let end = ContinuousClock.now.advanced(by: .seconds(seconds))
    let finished = DispatchGroup()
    for number in 0..<16 {
      finished.enter()
      Thread.detachNewThread {
        stress.run(number, until: end)
        finished.leave()
      }
    }
    var uses: [HostUse] = []
    while ContinuousClock.now < end {
      Thread.sleep(forTimeInterval: seconds / 8)
      uses.append(HostUse())
    }
    finished.wait()
    for problem in stress.problems { Issue.record("\(problem)") }
    #expect(stress.callCount > 16)
    print("stress: \(engine), \(stress.callCount) calls, resident MiB and descriptors: \(uses.map(\.description).joined(separator: ", "))")
    if seconds > 60, let middle = uses.dropFirst(3).first, let last = uses.last {
      #expect(last.residentMegabytes < middle.residentMegabytes * 3 / 2 + 200 && last.descriptors < middle.descriptors + 100)
    }
  }
}

/// What the process takes of its host.
private struct HostUse: CustomStringConvertible {
  let residentMegabytes: Int
  let descriptors: Int
  var description: String { "\(residentMegabytes)/\(descriptors)" }

  init() {
    let words = (try? FileHandle(forReadingAtPath: "/proc/self/statm")?.readToEnd()).map { String(decoding: $0, as: UTF8.self).split(separator: " ") }
    let pages = words?.dropFirst().first.flatMap { Int($0) }
    residentMegabytes = ((pages ?? 0) * Int(getpagesize())) >> 20
    descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }
}
