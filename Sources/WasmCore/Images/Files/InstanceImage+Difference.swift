/// A difference: `ImagePrefix`, and as its contents the state, the identity of the base, and for each memory its pages that are not as in
/// the base: the number of runs, the first page and number of pages of each, 32 bits each, and what the pages hold.
extension InstanceImage {
  /// What this image has that `base` has not, for `decode(difference:base:)`: pages of memories, of 4096 bytes, and the rest of the state.
  ///
  /// It is small and quickly made when this is the image of an instance that was made from `base`, but can be made from any other image of
  /// the module as well.
  /// - Throws: `ImageError`: `otherModule`, `resources`.
  public func encodeDifference(from base: InstanceImage) throws(ImageError) -> [UInt8] {
    guard base.module.fingerprint == module.fingerprint else {
      throw ImageError(.otherModule(expected: module.fingerprint, found: base.module.fingerprint))
    }
    var contents = encodedState + (try base.identity()).utf8
    for (memory, base) in zip(memories, base.memories) { contents.append(patches: try memory.difference(from: base)) }
    return ImagePrefix.seal(contents, as: .difference)
  }

  /// The image that `encodeDifference(from:)` was called on. It shares the memories of `base`, but for the pages in `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: from anywhere; what is wrong in them is noticed.
  ///   - base: the same image as it was made from, in this process or another.
  /// - Throws: `ImageError`: `malformed`, `version`, `otherModule`, `otherBase`, `resources`.
  public static func decode(difference bytes: [UInt8], base: InstanceImage) throws(ImageError) -> InstanceImage {
    var start = ImageReader(bytes)
    let prefix = try ImagePrefix(&start, .difference)
    var reader = try prefix.open(start.bytes(count: start.remaining))
    let state = try ImageState(&reader, of: base.module)
    let (expected, found) = (try base.identity(), try reader.fingerprint())
    guard found == expected else { throw ImageError(.otherBase(expected: expected, found: found)) }
    var memories: [MemoryImage] = []
    for (base, byteCount) in zip(base.memories, state.memorySizes) {
      memories.append(try base.replacing(reader.patches(within: byteCount), byteCount: byteCount))
    }
    try reader.end()
    return InstanceImage(module: base.module, state: state, memories: memories)
  }
}

extension [UInt8] {
  fileprivate mutating func append(patches: PagePatches) {
    append(littleEndian: UInt32(patches.ranges.count))
    for range in patches.ranges {
      append(littleEndian: UInt32(range.lowerBound / PagePatches.pageSize))
      append(littleEndian: UInt32(range.count / PagePatches.pageSize))
    }
    patches.withUnsafeBytes { append(contentsOf: $0) }
  }
}

extension ImageReader {
  fileprivate mutating func patches(within byteCount: Int) throws(ImageError) -> PagePatches {
    var ranges: [Range<Int>] = []
    for _ in 0..<(try number(UInt32.self)) {
      let start = Int(try number(UInt32.self)) * PagePatches.pageSize
      let range = start..<start + Int(try number(UInt32.self)) * PagePatches.pageSize
      guard !range.isEmpty, range.lowerBound >= ranges.last?.upperBound ?? 0, range.upperBound <= byteCount else {
        throw ImageError(.malformed("pages that are not in order"))
      }
      ranges.append(range)
    }
    return PagePatches(ranges, bytes: Array(try bytes(count: ranges.byteCount)))
  }
}
