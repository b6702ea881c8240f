/// What a memory contains at one moment, for any number of memories to begin with: a file to map, and what differs from it.
final class MemoryImage: Sendable {
  /// The size of the memory.
  let byteCount: Int
  /// Its beginning; the rest is zero.
  let file: ImageFile
  let patches: PagePatches

  init(byteCount: Int, file: ImageFile, patches: PagePatches = PagePatches()) {
    precondition(file.bytes.count <= byteCount)
    (self.byteCount, self.file, self.patches) = (byteCount, file, patches)
  }

  /// More differences than this are written into a file of their own: that is copied once, they would be for every instance.
  private static let maximumPatchBytes = 4 << 20
  /// When a memory is made new, up to so many bytes are copied, and their pages stay: what ran before will write to the
  /// same pages again. Beyond that the memory is mapped again.
  private static let keptBytes = 2 << 20

  /// The contents of `memory`.
  static func freeze(_ memory: UnsafeMutablePointer<MemoryEntity>) -> MemoryImage {
    let byteCount = Int(memory.pointee.byteCount)
    if let image = memory.pointee.image?.takeUnretainedValue(), let patches = image.differences(of: memory) {
      return MemoryImage(byteCount: byteCount, file: image.file, patches: patches)
    }
    return MemoryImage(byteCount: byteCount, file: .temporary(UnsafeRawBufferPointer(start: memory.pointee.base, count: byteCount)))
  }

  /// The same contents, without a file that could be mapped.
  func copied() -> MemoryImage { MemoryImage(byteCount: byteCount, file: ImageFile(copying: file.bytes), patches: patches) }

  /// What `memory`, which began with this image, has that the file has not. nil when it is too much, or not known.
  private func differences(of memory: UnsafeMutablePointer<MemoryEntity>) -> PagePatches? {
    let base = memory.pointee.base
    guard let ranges = PrivatePages.ranges(base, byteCount: Int(memory.pointee.byteCount)), ranges.byteCount <= Self.maximumPatchBytes else { return nil }
    var patches = PagePatches()
    patches.reserveCapacity(ranges.byteCount)
    for range in ranges {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: AddressSpace.pageSize) {
        let page = start..<min(start + AddressSpace.pageSize, range.upperBound)
        if !isInFile(page, base) { patches.append(page, base + start) }
      }
    }
    return patches
  }

  /// Whether that page of the memory at `base` is as the file has it.
  private func isInFile(_ page: Range<Int>, _ base: UnsafeMutableRawPointer) -> Bool {
    let found = UnsafeRawBufferPointer(start: base + page.lowerBound, count: page.count)
    guard page.upperBound <= file.bytes.count, let start = file.bytes.baseAddress else { return found.isZero }
    return memcmp(base + page.lowerBound, start + page.lowerBound, page.count) == 0
  }

  /// Gives a memory at `base`, of address space that cannot be touched or has the file at its start, these contents.
  /// - Parameter hasFile: whether it has.
  func place(at base: UnsafeMutableRawPointer, hasFile: Bool) -> Bool {
    guard hasFile || file.place(at: base), AddressSpace.commit(base, file.bytes.count..<byteCount) else { return false }
    patches.apply(to: base)
    return true
  }

  /// Gives `memory`, which began with this image, the file's contents and nothing else.
  func clean(_ memory: UnsafeMutablePointer<MemoryEntity>) -> Bool {
    let base = memory.pointee.base
    let mapped = file.bytes.count
    guard AddressSpace.discard(base, mapped..<max(Int(memory.pointee.byteCount), byteCount)) else { return false }
    memory.pointee.byteCount = UInt64(mapped)
    guard let ranges = PrivatePages.ranges(base, byteCount: mapped), ranges.byteCount <= Self.keptBytes, let source = file.bytes.baseAddress else {
      return file.place(at: base)
    }
    for range in ranges { (base + range.lowerBound).copyMemory(from: source + range.lowerBound, byteCount: range.count) }
    return true
  }

  /// Makes `memory`, which began with this image, as it was then.
  func restore(_ memory: UnsafeMutablePointer<MemoryEntity>) -> Bool {
    guard clean(memory), place(at: memory.pointee.base, hasFile: true) else { return false }
    memory.pointee.byteCount = UInt64(byteCount)
    return true
  }
}
