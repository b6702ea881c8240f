/// An image in a file: `ImagePrefix`, and as its contents the state, the checksums of the memories, and the annotations; then, from the
/// next multiple of 64 KiB on, the memories one after the other. They can be mapped on every system, and nothing reads them before an
/// instance does.
extension InstanceImage {
  /// Writes the image to a file, which replaces the one that is there as soon as it is complete. Pages of zeros take no room in it.
  ///
  /// - Parameters:
  ///   - path: where it is to be.
  ///   - annotations: anything that belongs to the image but means nothing to the engine.
  /// - Throws: `ImageError`: `file`, `resources`.
  public func write(toFile path: String, annotations: [UInt8] = []) throws(ImageError) {
    let header = ImagePrefix.seal(encodedState + (try encodedChecksums()) + annotations, as: .image)
    var offset = Self.memoryOffset(headerByteCount: header.count)
    var file = try ReplacementFile(path: path, byteCount: offset + memoryByteCount)
    try file.write(header, at: 0)
    for memory in memories {
      try memory.withContents { (contents) throws(ImageError) in try file.write(contents, at: offset) }
      offset += memory.byteCount
    }
    try file.complete()
  }

  /// Loads what `write(toFile:annotations:)` has written. Memories are mapped: the file must not be changed or cut while the image, or an
  /// instance made from it, is in use, but it can be replaced or deleted.
  ///
  /// Everything that could do harm is checked, except for what is in the memories, which is the guest's own affair; see `verify()`.
  /// - Parameters:
  ///   - path: where the file is.
  ///   - module: what the image is of.
  /// - Throws: `ImageError`: `file`, `malformed`, `version`, `otherModule`, `resources`.
  public static func load(contentsOfFile path: String, for module: Module) throws(ImageError) -> (image: InstanceImage, annotations: [UInt8]) {
    let file = try SavedFile(path: path)
    var start = ImageReader(try file.read(0..<ImagePrefix.byteCount))
    let prefix = try ImagePrefix(&start, .image)
    guard prefix.contentByteCount <= file.byteCount - ImagePrefix.byteCount else { throw ImageError(.endsEarly) }
    let headerByteCount = ImagePrefix.byteCount + prefix.contentByteCount
    var reader = try prefix.open(file.read(ImagePrefix.byteCount..<headerByteCount))
    let state = try ImageState(&reader, of: module)
    var checksums: [String] = []
    for _ in state.memorySizes { checksums.append(try reader.fingerprint()) }
    var offset = memoryOffset(headerByteCount: headerByteCount)
    guard file.byteCount == offset + state.memorySizes.reduce(0, +) else { throw ImageError(.malformed("it is not as long as it should be")) }
    var memories: [MemoryImage] = []
    for (byteCount, checksum) in zip(state.memorySizes, checksums) {
      memories.append(MemoryImage(byteCount: byteCount, file: try file.image(offset: offset, byteCount: byteCount), checksum: checksum))
      offset += byteCount
    }
    let annotations = Array(try reader.bytes(count: reader.remaining))
    return (InstanceImage(module: module, state: state, memories: memories), annotations)
  }

  private static func memoryOffset(headerByteCount: Int) -> Int {
    (headerByteCount + AddressSpace.largestPageSize - 1) / AddressSpace.largestPageSize * AddressSpace.largestPageSize
  }
}
