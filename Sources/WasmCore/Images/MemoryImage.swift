import Synchronization

/// What a memory contains at one moment, for any number of memories to begin with: a file to map, and what differs from it.
final class MemoryImage: Sendable {
  /// The size of the memory.
  let byteCount: Int
  /// Its beginning; the rest is zero.
  let file: ImageFile
  let patches: PagePatches
  /// A hash of all contents, once somebody has asked for it.
  let keptChecksum: Mutex<String?>

  init(byteCount: Int, file: ImageFile, patches: PagePatches = PagePatches(), checksum: String? = nil) {
    precondition(file.bytes.count <= byteCount)
    (self.byteCount, self.file, self.patches) = (byteCount, file, patches)
    keptChecksum = Mutex(checksum)
  }

  /// Whether so many bytes of differences are kept beside the file. More are written into a file of their own: that is copied once, they
  /// would be for every instance.
  static func keepsPatches(byteCount: Int) -> Bool { byteCount <= 4 << 20 }
  /// When a memory is made new, up to so many bytes are copied, and their pages stay: what ran before will write to the
  /// same pages again. Beyond that the memory is mapped again.
  static let keptBytes = 2 << 20

  /// The contents of `memory`.
  static func freeze(_ memory: UnsafeMutablePointer<MemoryEntity>) -> MemoryImage {
    let byteCount = Int(memory.pointee.byteCount)
    if let image = memory.pointee.image?.takeUnretainedValue(), let patches = image.differences(of: memory) {
      return MemoryImage(byteCount: byteCount, file: image.file, patches: patches)
    }
    let contents = UnsafeRawBufferPointer(start: memory.pointee.base, count: byteCount)
    return MemoryImage(byteCount: byteCount, file: .temporary(contents.withoutZerosAtTheEnd))
  }

  /// The same contents, without a file that could be mapped.
  func copied() -> MemoryImage { MemoryImage(byteCount: byteCount, file: ImageFile(copying: file.bytes), patches: patches) }

  /// What `memory`, which began with this image, has that the file has not. nil when it is too much, or not known.
  private func differences(of memory: UnsafeMutablePointer<MemoryEntity>) -> PagePatches? {
    let base = memory.pointee.base
    // What is not of the file the system may make the memory's own without a page fault.
    if Int(memory.pointee.byteCount) > file.bytes.count { memory.pointee.written.forget() }
    defer { if Int(memory.pointee.byteCount) > file.bytes.count { memory.pointee.written.forget() } }
    guard let ranges = memory.pointee.written.find(base, byteCount: Int(memory.pointee.byteCount)), Self.keepsPatches(byteCount: ranges.byteCount) else { return nil }
    let contents = UnsafeRawBufferPointer(start: base, count: Int(memory.pointee.byteCount))
    var different: [Range<Int>] = []
    for range in ranges {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: AddressSpace.pageSize) {
        let page = start..<min(start + AddressSpace.pageSize, range.upperBound)
        if !contents.matches(file.bytes, page) { different.join(page) }
      }
    }
    return PagePatches(different) { range, room in room.copyMemory(from: base + range.lowerBound, byteCount: range.count) }
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
    guard let ranges = memory.pointee.written.find(base, byteCount: mapped), ranges.byteCount <= Self.keptBytes, let source = file.bytes.baseAddress else {
      memory.pointee.written = WrittenPages()
      return file.place(at: base)
    }
    for range in ranges { (base + range.lowerBound).copyMemory(from: source + range.lowerBound, byteCount: range.count) }
    memory.pointee.written = WrittenPages(ranges)
    return true
  }

  /// Makes `memory`, which began with this image, as it was then.
  func restore(_ memory: UnsafeMutablePointer<MemoryEntity>) -> Bool {
    guard clean(memory), place(at: memory.pointee.base, hasFile: true) else { return false }
    memory.pointee.byteCount = UInt64(byteCount)
    memory.pointee.written.note(patches.ranges)
    return true
  }
}
