/// Data segments of a module made from an image: the original ones, then what is in the memories.
extension InstanceImage {
  /// Engines take 100,000 data segments, and are slow with so many.
  private static let maximumRunCount = 20_000

  func dataSegments() throws(ImageError) -> [[UInt8]] {
    let runs = try nonZeroRuns()
    let byteCount = module.bytes.count + runs.reduce(0) { $0 + $1.byteCount }
    guard byteCount <= ImplementationLimits.moduleBytes else { throw ImageError(.resources("a module of \(byteCount) bytes exceeds the limit")) }
    var segments = originalSegments
    for (index, memory) in memories.enumerated() {
      segments += try memory.withContents { contents in runs[index].map { encode($0, of: index, contents) } }
    }
    return segments
  }

  /// Code that names segments needs their number in front of it. They keep their indices then; what has been dropped is empty.
  private var originalSegments: [[UInt8]] {
    if module.contents.dataCount == nil { return [] }
    return module.contents.data.enumerated().map { index, segment in
      droppedData[index] ? [1, 0] : module.bytes[segment.offset..<segment.range.upperBound]
    }
  }

  /// An active segment.
  private func encode(_ range: Range<Int>, of memory: Int, _ contents: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes: [UInt8] = memory == 0 ? [0] : [2]
    if memory != 0 { bytes.append(unsigned: memory) }
    bytes.append(offset: range.lowerBound)
    bytes.append(unsigned: range.count)
    bytes.append(contentsOf: contents[range])
    return bytes
  }

  /// What of each memory is not zero, in as small pieces as pay, or larger ones when those are too many.
  private func nonZeroRuns() throws(ImageError) -> [[Range<Int>]] {
    var gap = 16
    while true {
      var runs: [[Range<Int>]] = []
      for memory in memories { runs.append(try memory.withContents { $0.nonZeroRuns(gap: gap) }) }
      if runs.reduce(0, { $0 + $1.count }) <= Self.maximumRunCount { return runs }
      gap *= 2
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Where words are that are not zero, with at least `gap` bytes of zeros between runs.
  fileprivate func nonZeroRuns(gap: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for offset in stride(from: 0, to: count, by: 8) where load(fromByteOffset: offset, as: UInt64.self) != 0 {
      if let last = runs.last, offset - last.upperBound < gap {
        runs[runs.count - 1] = last.lowerBound..<offset + 8
      } else {
        runs.append(offset..<offset + 8)
      }
    }
    return runs
  }
}
