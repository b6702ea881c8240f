import Boomslang
import Foundation
import Synchronization
import Testing

/// Nothing of one instance shows in another, and nothing is left of them. `BOOMSLANG_ISOLATION_SECONDS` says for how long this goes on.
@Suite("Instances on many threads", .needsGuest)
struct IsolationTests {
  private static let seconds = ProcessInfo.processInfo.environment["BOOMSLANG_ISOLATION_SECONDS"].flatMap(Double.init) ?? 1

  private static let script = """
    import os, sys
    assert 'mark' not in globals() and 'intruder' not in sys.modules and 'MARK' not in os.environ
    assert os.listdir('/work') == os.listdir('/tmp') == os.listdir('/lib') == [], (os.listdir('/work'), os.listdir('/tmp'))
    assert len(str.__mro__) == 2 and not hasattr(os, 'mark')
    mark = os.mark = NUMBER
    os.environ['MARK'] = str(mark)
    open('/work/f', 'w').write(str(mark)); open('/tmp/f', 'w').write(str(mark)); open('/lib/intruder.py', 'w').write(f'mark = {mark}')
    import intruder
    blob = bytearray([mark % 251]) * 300_000
    """
  private static let question = "print(mark, os.mark, os.environ['MARK'], open('/work/f').read(), open('/tmp/f').read(), intruder.mark, set(blob) == {mark % 251})"

  @Test(arguments: TestGuest.engines)
  func eightThreads(engine: PythonEngine) throws {
    let image = try TestGuest.factory(engine).image
    let end = ContinuousClock.now.advanced(by: .seconds(Self.seconds))
    let problems = Mutex<[String]>([])
    let count = Atomic<Int>(0)
    @Sendable func use(_ number: Int) throws {
      let python = try image.createInstance()
      let script = Self.script.replacing("NUMBER", with: "\(number)")
      let expected = "\(Array(repeating: "\(number)", count: 6).joined(separator: " ")) True\n"
      #expect(python.engine == engine)
      for (source, output) in [(script, ""), (Self.question, expected)] {
        let result = try python.execute(source)
        if !result.succeeded || result.stdout != output { problems.withLock { $0.append(result.stdout + result.stderr) } }
      }
      let child = number % 3 == 0 ? try python.fork() : nil
      if number % 2 == 0 {
        try python.reset()
        if !(try python.execute("assert 'mark' not in globals()").succeeded) { problems.withLock { $0.append("a reset left something") } }
      }
      if let child, try child.execute(Self.question).stdout != expected { problems.withLock { $0.append("a fork is different") } }
    }
    for number in 0..<20 { try use(number) }
    let before = Self.residentBytes()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      do {
        repeat { try use(count.add(1, ordering: .relaxed).newValue * 8 + thread) } while ContinuousClock.now < end
      } catch {
        problems.withLock { $0.append("\(error)") }
      }
    }
    #expect(problems.withLock { Array($0.prefix(3)) } == [])
    // What is kept for the next instances has a bound.
    if let before, let after = Self.residentBytes() { #expect(after - before < 300 << 20, "\(count.load(ordering: .relaxed)) instances") }
  }

  private static func residentBytes() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
  }
}
