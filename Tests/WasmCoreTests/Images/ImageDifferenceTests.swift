import EngineTestSupport
import Testing
import WasmCore

/// Images as what they have that others have not.
@Suite("Differences between images")
struct ImageDifferenceTests {
  @Test(arguments: Engine.tested)
  func differencesAreSmall(_ engine: Engine) throws {
    let base = try ImageModule.make(engine).instance.freeze()
    let module = try ImageModule.make(base, engine)
    try module.change()
    let image = try module.instance.freeze()
    let difference = try image.encodeDifference(from: base)
    #expect(difference.count < 13 << 10)
    let decoded = try InstanceImage.decode(difference: difference, base: base)
    #expect(decoded.copiedByteCount == 3 * 4096 && decoded.memoryByteCount == image.memoryByteCount)
    try ImageModule.make(decoded, engine).expectChanged()
    try ImageModule.make(base, engine).expectUnchanged()
    #expect(try decoded.encodeDifference(from: base) == difference)
    #expect(try image.encodeDifference(from: image).count < 1 << 10)
  }

  @Test(arguments: Engine.tested)
  func otherProcessesHaveTheBaseInAFile(_ engine: Engine) throws {
    let base = try ImageModule.make(engine).instance.freeze()
    let loaded = try base.reloaded()
    let module = try ImageModule.make(loaded, engine)
    try module.change()
    // From one to the other, both ways, though they share no pages.
    let difference = try module.instance.freeze().encodeDifference(from: loaded)
    try ImageModule.make(.decode(difference: difference, base: base), engine).expectChanged()
    #expect(try module.instance.freeze().encodeDifference(from: base) == difference)
    try ImageModule.make(.decode(difference: difference, base: base.reloaded()), engine).expectChanged()
  }

  @Test(arguments: Engine.tested)
  func differencesFromDifferences(_ engine: Engine) throws {
    let base = try ImageModule.make(engine).instance.freeze()
    var image = base
    for round in 0..<3 {
      let module = try ImageModule.make(image, engine)
      _ = try module("store", Int32(round) * 65_536, 5)
      _ = try module("store", 65_536 + 8, Int32(round))
      _ = try module("grow", 1)
      _ = try module("store", Int32(ImageModule.pageCount + round) * 65_536, Int32(round))
      image = try module.instance.freeze().rebuilt(on: image)
    }
    // All of it from the first, and back.
    let all = try ImageModule.make(image.rebuilt(on: base), engine)
    for module in [try ImageModule.make(image, engine), all] {
      for round in 0..<3 {
        #expect(try module("load", Int32(round) * 65_536) == 5)
        #expect(try module("load", Int32(ImageModule.pageCount + round) * 65_536) == Int32(round))
      }
      #expect(try module("load", 65_536 + 8) == 2 && module("size") == Int32(ImageModule.pageCount) + 3)
    }
    let shrunk = try base.rebuilt(on: image)
    #expect(shrunk.memoryByteCount == base.memoryByteCount)
    try ImageModule.make(shrunk, engine).expectUnchanged()
  }

  @Test(arguments: Engine.tested)
  func largeDifferencesBecomeFiles(_ engine: Engine) throws {
    let base = try ImageModule.make(engine).instance.freeze()
    let module = try ImageModule.make(base, engine)
    _ = try module("grow", 60)
    for page in 0..<Int32(1100) { _ = try module("store", page * 4096 + 4, page + 1) }
    let decoded = try module.instance.freeze().rebuilt(on: base)
    #expect(decoded.copiedByteCount == 0)
    let copy = try ImageModule.make(decoded, engine)
    for page in 0..<Int32(1100) where try copy("load", page * 4096 + 4) != page + 1 { Issue.record("page \(page)") }
    #expect(try copy("size") == 100 && copy("load", 100 * 65_536 - 4) == 0 && copy("load", 100) == 0x69_67_65_62)
  }

  /// A base and a difference from it.
  private func example() throws -> (base: InstanceImage, difference: ImageBytes) {
    let base = try ImageModule.make(.interpreter).instance.freeze()
    let module = try ImageModule.make(base, .interpreter)
    _ = try module("store", 4, 1)
    _ = try module("store", 3 * 4096, 1)
    return (base, ImageBytes(bytes: try module.instance.freeze().encodeDifference(from: base)))
  }

  @Test func damagedBytes() throws {
    let (base, difference) = try example()
    for offset in difference.bytes.indices {
      var damaged = difference.bytes
      damaged[offset] ^= 1 << (offset % 8)
      let problem = imageProblem { _ = try InstanceImage.decode(difference: damaged, base: base) }
      let isVersion = if case .version(expected: 1, _)? = problem { true } else { false }
      #expect((8..<12).contains(offset) ? isVersion : problem?.isMalformed == true, "byte \(offset)")
    }
    for count in difference.bytes.indices {
      #expect(imageProblem { _ = try InstanceImage.decode(difference: Array(difference.bytes.prefix(count)), base: base) }?.isMalformed == true)
    }
    #expect(imageProblem { _ = try InstanceImage.decode(difference: difference.bytes + [0], base: base) }?.isMalformed == true)
  }

  @Test func forgedPages() throws {
    let (base, difference) = try example()
    // Two runs of one page each, in front of their contents.
    let runs = difference.bytes.count - 2 * 4096 - 20
    #expect((0..<5).map { difference.number(at: runs + $0 * 4) } == [2, 0, 1, 3, 1])
    let pageCount = UInt32(ImageModule.pageCount * 16)
    for (number, index) in [(1, 0), (3, 0), (.max, 0), (3, 1), (4, 1), (0, 2), (2, 2), (4, 2), (0, 3), (pageCount, 3), (.max, 3), (0, 4), (2, 4), (.max, 4)] as [(UInt32, Int)] {
      let problem = imageProblem { _ = try InstanceImage.decode(difference: difference.forged(number, at: runs + index * 4), base: base) }
      #expect(problem?.isMalformed == true, "\(number) for \(index)")
    }
    let moved = try InstanceImage.decode(difference: difference.forged(pageCount - 1, at: runs + 12), base: base)
    #expect(try ImageModule.make(moved, .interpreter)("load", Int32(ImageModule.pageCount) * 65_536 - 4096) == 1)
    var longer = ImageBytes(bytes: difference.bytes + [0])
    longer.seal(end: longer.bytes.count)
    #expect(imageProblem { _ = try InstanceImage.decode(difference: longer.bytes, base: base) }?.isMalformed == true)
  }

  @Test func otherBases() throws {
    let (base, difference) = try example()
    // One byte of memory, one global, one element.
    for change in [("store", [65_536, 1]), ("count", []), ("changeTable", [])] as [(String, [Int32])] {
      let module = try ImageModule.make(base, .interpreter)
      try module.instance.invoke(change.0, change.1.map(Value.i32))
      let other = try module.instance.freeze()
      let problem = imageProblem { _ = try InstanceImage.decode(difference: difference.bytes, base: other) }
      guard case .otherBase? = problem else {
        Issue.record("\(change.0): \(String(describing: problem))")
        continue
      }
    }
    // The same state is the same base.
    _ = try InstanceImage.decode(difference: difference.bytes, base: ImageModule.make(.interpreter).instance.freeze())

    var builder = ModuleBuilder()
    builder.memory("memory")
    let other = try builder.instantiate(.interpreter).freeze()
    let (mine, theirs) = (base.module.fingerprint, other.module.fingerprint)
    #expect(imageProblem { _ = try InstanceImage.decode(difference: difference.bytes, base: other) } == .otherModule(expected: theirs, found: mine))
    #expect(imageProblem { _ = try base.encodeDifference(from: other) } == .otherModule(expected: mine, found: theirs))
  }
}
