import WasmCore

/// Changes modules a little: some changes know about sections, bodies and instructions, others only about bytes.
struct Mutator {
  let corpus: Corpus
  var random: FuzzRandom

  mutating func mutate(_ seed: [UInt8]) -> [UInt8] {
    let isBlunt = random.oneIn(6)
    guard !isBlunt, var image = WasmImage(seed), !image.sections.isEmpty else { return damaged(seed) }
    for _ in 0..<rounds() {
      switch random.below(12) {
      case 0: changeSections(&image)
      case 1, 2: changePayload(&image)
      default: if !changeBody(&image) { changePayload(&image) }
      }
      if image.sections.isEmpty { break }
    }
    return random.oneIn(40) ? damaged(image.bytes) : image.bytes
  }

  private mutating func rounds() -> Int { random.oneIn(8) ? 1 + random.below(16) : 1 + random.below(3) }

  // MARK: Bytes

  /// Bytes with changes that may break the framing.
  private mutating func damaged(_ seed: [UInt8]) -> [UInt8] {
    var bytes = seed
    for _ in 0..<rounds() { change(&bytes) }
    return bytes
  }

  /// One change of some bytes.
  mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(random.byte()) }
    let position = random.below(bytes.count)
    switch random.below(9) {
    case 0: bytes[position] ^= 1 << UInt8(random.below(8))
    case 1: bytes[position] = random.byte()
    case 2: bytes[position] = random.pick([0, 1, 0x7F, 0x80, 0xFF, 0x40, 0x0B, 0x60, 0x70, 0x6F, 0x63, 0x64, 0x69])
    case 3: bytes.insert(random.byte(), at: position)
    case 4: bytes.removeSubrange(random.range(in: bytes.count))
    case 5: bytes.insert(contentsOf: bytes[random.range(in: bytes.count)], at: position)
    case 6: bytes[position] = bytes[position] &+ UInt8(truncatingIfNeeded: random.below(5) - 2)
    default: replaceNumber(&bytes, at: position)
    }
  }

  /// Puts another number in place of the one encoded at `position`.
  private mutating func replaceNumber(_ bytes: inout [UInt8], at position: Int) {
    guard let (_, end) = LEB128.read(bytes, at: position) else { return }
    bytes.replaceSubrange(position..<end, with: number())
  }

  /// An interesting number in LEB128, sometimes longer than needed.
  mutating func number() -> [UInt8] {
    let value = random.interestingInteger()
    var bytes = random.oneIn(2) ? LEB128.unsigned(value & 0xFFFF_FFFF) : LEB128.signed(Int64(bitPattern: value))
    if random.oneIn(12) {
      bytes[bytes.count - 1] |= 0x80
      bytes.append(random.oneIn(2) ? 0 : 0x80)
    }
    return bytes
  }

  // MARK: Sections

  private mutating func changeSections(_ image: inout WasmImage) {
    let position = random.below(image.sections.count)
    switch random.below(6) {
    case 0: image.sections.remove(at: position)
    case 1: image.sections.insert(image.sections[position], at: random.below(image.sections.count + 1))
    case 2: image.sections.swapAt(position, random.below(image.sections.count))
    default:
      guard let donor = corpus.pick(&random).flatMap(WasmImage.init), !donor.sections.isEmpty else { return }
      let section = random.pick(donor.sections)
      if let own = image.index(of: section.identifier) {
        image.sections[own] = section
      } else {
        let place = image.sections.firstIndex { $0.identifier > section.identifier } ?? image.sections.count
        image.sections.insert(section, at: place)
      }
    }
  }

  private mutating func changePayload(_ image: inout WasmImage) {
    change(&image.sections[random.below(image.sections.count)].payload)
  }
}
