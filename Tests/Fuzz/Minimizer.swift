import FuzzSupport

/// Makes an input smaller as long as it fails in the same way.
struct Minimizer {
  private let runner: InputRunner
  private static let maximumRuns = 1_500

  init(_ runner: InputRunner) { self.runner = runner }

  func minimize(_ bytes: [UInt8], like ending: Ending) -> [UInt8] {
    guard ending != .fine else { return bytes }
    var best = bytes
    var runs = 0
    func attempt(_ candidate: [UInt8]) -> Bool {
      guard candidate.count < best.count, runs < Self.maximumRuns else { return false }
      runs += 1
      guard runner.run(candidate).resembles(ending) else { return false }
      best = candidate
      return true
    }
    var before = 0
    repeat {
      before = best.count
      removeSections(from: best, attempt)
      simplifyBodies(of: best, attempt)
      removeInstructions(from: best, attempt)
      removeChunks(from: best, attempt)
    } while best.count < before && runs < Self.maximumRuns
    return best
  }

  private func removeSections(from bytes: [UInt8], _ attempt: ([UInt8]) -> Bool) {
    guard var image = WasmImage(bytes) else { return }
    for index in image.sections.indices.reversed() {
      let section = image.sections.remove(at: index)
      if !attempt(image.bytes) { image.sections.insert(section, at: index) }
    }
  }

  private func simplifyBodies(of bytes: [UInt8], _ attempt: ([UInt8]) -> Bool) {
    guard var image = WasmImage(bytes), let bodies = image.bodies else { return }
    var smaller = bodies
    for index in bodies.indices {
      smaller[index] = [0, 0, 0x0B]
      image.bodies = smaller
      if !attempt(image.bytes) { smaller[index] = bodies[index] }
    }
  }

  private func removeInstructions(from bytes: [UInt8], _ attempt: ([UInt8]) -> Bool) {
    guard var image = WasmImage(bytes), var bodies = image.bodies else { return }
    for index in bodies.indices {
      guard var body = BodyImage(bodies[index]) else { continue }
      removeRanges(body.instructions.count) { range in
        let removed = body.instructions
        body.instructions.removeSubrange(range)
        bodies[index] = body.bytes
        image.bodies = bodies
        if attempt(image.bytes) { return true }
        body.instructions = removed
        bodies[index] = body.bytes
        return false
      }
    }
  }

  /// Removes bytes inside sections, or of the whole when it has none.
  private func removeChunks(from bytes: [UInt8], _ attempt: ([UInt8]) -> Bool) {
    guard var image = WasmImage(bytes) else {
      var rest = bytes
      return removeRanges(rest.count) { range in
        var candidate = rest
        candidate.removeSubrange(range)
        guard attempt(candidate) else { return false }
        rest = candidate
        return true
      }
    }
    for index in image.sections.indices {
      removeRanges(image.sections[index].payload.count) { range in
        let payload = image.sections[index].payload
        image.sections[index].payload.removeSubrange(range)
        if attempt(image.bytes) { return true }
        image.sections[index].payload = payload
        return false
      }
    }
  }

  /// Offers ranges of `0..<count`, large ones first; `remove` says whether it could do without.
  private func removeRanges(_ count: Int, _ remove: (Range<Int>) -> Bool) {
    var (count, length) = (count, max(1, count / 2))
    while true {
      var start = count - length
      while start >= 0 {
        if remove(start..<start + length) { count -= length }
        start -= length
      }
      if length == 1 { return }
      length = max(1, min(length / 2, count))
    }
  }
}
