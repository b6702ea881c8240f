import Synchronization

/// Contents of memories that nothing changes any more: part of a file, of which memories are private mappings. The operating system
/// shares the pages that instances only read, and copies the others when they are first written to. Where there can be no such file the
/// contents are in memory, and copied.
///
/// Owns its descriptor and what is behind `bytes`. The file must not be changed or cut while this lives.
final class ImageFile: @unchecked Sendable {
  /// The contents, to read from.
  let bytes: UnsafeRawBufferPointer
  private let source: Source
  /// Address space that memories have given back, with these contents.
  private let slots = Mutex<[MemorySlot]>([])

  /// How many slots are kept: as many as instances that come and go at the same time on a large machine.
  private static let keptSlotCount = 32

  /// How many bytes memories share as long as they do not write to them.
  var mappedByteCount: Int { if case .file = source { bytes.count } else { 0 } }

  private enum Source {
    case file(descriptor: Int32, offset: Int)
    case memory
  }

  /// Takes over `descriptor`, also when this fails.
  /// - Parameter offset: a multiple of `AddressSpace.largestPageSize`.
  init?(descriptor: Int32, offset: Int, byteCount: Int) {
    guard let address = mmap(nil, max(byteCount, 1), PROT_READ, MAP_SHARED, descriptor, off_t(offset)), address != MAP_FAILED else {
      close(descriptor)
      return nil
    }
    source = .file(descriptor: descriptor, offset: offset)
    bytes = UnsafeRawBufferPointer(start: address, count: byteCount)
  }

  /// The same without a file.
  init(copying contents: UnsafeRawBufferPointer) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: contents.count, alignment: AddressSpace.pageSize)
    copy.copyMemory(from: contents)
    source = .memory
    bytes = UnsafeRawBufferPointer(copy)
  }

  deinit {
    slots.withLock { slots in
      for slot in slots { slot.free() }
    }
    switch source {
    case .memory: bytes.deallocate()
    case .file(let descriptor, _):
      if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), max(bytes.count, 1)) }
      close(descriptor)
    }
  }

  /// A file without a name that holds `contents`, of whole pages; memory, if there can be no file.
  static func temporary(_ contents: UnsafeRawBufferPointer) -> ImageFile { file(contents) ?? ImageFile(copying: contents) }

  /// - Returns: nil when there can be no file.
  static func file(_ contents: UnsafeRawBufferPointer) -> ImageFile? {
    guard let descriptor = TemporaryFile.make(byteCount: contents.count) else { return nil }
    guard SparseFile.write(contents, to: descriptor, at: 0) else {
      close(descriptor)
      return nil
    }
    return ImageFile(descriptor: descriptor, offset: 0, byteCount: contents.count)
  }

  /// Where the page with that number is, of those that differences are made of; nil after the end.
  func page(_ number: Int) -> UnsafeRawPointer? {
    (number + 1) * PagePatches.pageSize <= bytes.count ? bytes.baseAddress.map { $0 + number * PagePatches.pageSize } : nil
  }

  /// Puts the contents at `base`, in place of whatever is there. A file is mapped: nothing is copied.
  func place(at base: UnsafeMutableRawPointer) -> Bool {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return true }
    switch source {
    case .file(let descriptor, let offset): return AddressSpace.map(descriptor, offset: offset, bytes: bytes.count, at: base)
    case .memory:
      guard AddressSpace.commit(base, 0..<bytes.count) else { return false }
      base.copyMemory(from: start, byteCount: bytes.count)
      return true
    }
  }

  /// Address space of that size with these contents at its start, from those given back.
  func takeSlot(reserved: Int) -> MemorySlot? {
    slots.withLock { slots in
      slots.lastIndex { $0.reserved == reserved }.map { slots.remove(at: $0) }
    }
  }

  /// Takes address space that has these contents at its start and nothing else that can be touched, or frees it.
  func giveBack(_ slot: MemorySlot) {
    let isKept = slots.withLock { slots in
      guard slots.count < Self.keptSlotCount else { return false }
      slots.append(slot)
      return true
    }
    if !isKept { slot.free() }
  }
}

/// Address space reserved for one memory.
struct MemorySlot: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let reserved: Int
  /// Pages that are its own, with the contents of the file.
  let written: WrittenPages

  func free() { AddressSpace.free(base, bytes: reserved) }
}

extension UnsafeRawBufferPointer {
  /// Whether all bytes are zero.
  var isZero: Bool {
    guard let start = baseAddress, count > 0 else { return true }
    // The first byte is zero, and each is the same as the one before.
    return self[0] == 0 && memcmp(start, start + 1, count - 1) == 0
  }

  /// The whole 64 KiB until the last that has something in it.
  var withoutZerosAtTheEnd: UnsafeRawBufferPointer {
    var end = count
    while end > 0 {
      let start = (end - 1) / AddressSpace.largestPageSize * AddressSpace.largestPageSize
      guard UnsafeRawBufferPointer(rebasing: self[start..<end]).isZero else { break }
      end = start
    }
    return UnsafeRawBufferPointer(rebasing: self[..<end])
  }

  /// Whether `page` is the same in both. After its end `other`, of whole pages, has zeros.
  func matches(_ other: UnsafeRawBufferPointer, _ page: Range<Int>) -> Bool {
    let mine = UnsafeRawBufferPointer(rebasing: self[page])
    guard page.upperBound <= other.count, let start = mine.baseAddress, let others = other.baseAddress else { return mine.isZero }
    return memcmp(start, others + page.lowerBound, page.count) == 0
  }
}
