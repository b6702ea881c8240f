import Synchronization

/// Which pages of a private mapping are copies of its own, or were never part of a file: what an instance has written to.
enum PrivatePages {
  /// The ranges of such pages, in order, as offsets from `base`; nil when the system does not tell.
  static func ranges(_ base: UnsafeMutableRawPointer, byteCount: Int) -> [Range<Int>]? {
    #if os(Linux)
    guard byteCount > 0 else { return [] }
    let file = PageMap.descriptor
    guard file >= 0 else { return nil }
    return PageMap.scan(file, base, byteCount) ?? PageMap.read(file, base, byteCount)
    #else
    return nil
    #endif
  }
}

#if os(Linux)
/// What Linux says of a process's pages: `/proc/self/pagemap`, see `Documentation/admin-guide/mm/pagemap.rst`.
private enum PageMap {
  /// Open for this process; a child that was forked off gets one of its own. -1: there is none.
  static var descriptor: Int32 {
    let process = getpid()
    return kept.withLock { kept in
      if kept.process != process || kept.descriptor < 0 { kept = (process, open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC)) }
      return kept.descriptor
    }
  }

  private static let kept = Mutex<(process: pid_t, descriptor: Int32)>((-1, -1))

  // MARK: The request to find pages, of Linux 6.7

  /// `struct page_region`
  private struct Region {
    var start: UInt64 = 0
    var end: UInt64 = 0
    var categories: UInt64 = 0
  }

  /// `struct pm_scan_arg`
  private struct Request {
    let size = UInt64(MemoryLayout<Request>.size)
    let flags: UInt64 = 0
    let start: UInt64
    let end: UInt64
    var walkEnd: UInt64 = 0
    let regions: UInt64
    let regionCount: UInt64
    let maximumPageCount: UInt64 = 0
    /// Pages that are there or swapped out, and neither of a file nor the page of zeros.
    let inverted = isOfFile | isZeroPage
    let all = isOfFile | isZeroPage
    let any = isPresent | isSwapped
    let returned = isPresent
  }

  private static let isOfFile: UInt64 = 1 << 2
  private static let isPresent: UInt64 = 1 << 3
  private static let isSwapped: UInt64 = 1 << 4
  private static let isZeroPage: UInt64 = 1 << 5
  /// `PAGEMAP_SCAN`, which reads and writes a `Request`.
  private static let scanCode = UInt(3 << 30 | MemoryLayout<Request>.size << 16 | 0x66 << 8 | 16)
  private static let regionCount = 512

  static func scan(_ file: Int32, _ base: UnsafeMutableRawPointer, _ byteCount: Int) -> [Range<Int>]? {
    let start = UInt64(UInt(bitPattern: base))
    return withUnsafeTemporaryAllocation(of: Region.self, capacity: regionCount) { regions in
      var ranges: [Range<Int>] = []
      var request = Request(
        start: start, end: start + UInt64(byteCount), regions: UInt64(UInt(bitPattern: regions.baseAddress)), regionCount: UInt64(regionCount))
      while true {
        let count = ioctl(file, scanCode, &request)
        guard count >= 0 else { return nil }
        for region in regions.prefix(Int(count)) { ranges.join(Int(region.start - start)..<Int(region.end - start)) }
        guard count == regionCount, request.walkEnd < request.end else { return ranges }
        request = Request(start: request.walkEnd, end: request.end, regions: request.regions, regionCount: request.regionCount)
      }
    }
  }

  // MARK: The older way, a word for each page

  private static let wordCount = 4096

  static func read(_ file: Int32, _ base: UnsafeMutableRawPointer, _ byteCount: Int) -> [Range<Int>]? {
    let first = Int(bitPattern: base) / AddressSpace.pageSize
    let pageCount = (byteCount + AddressSpace.pageSize - 1) / AddressSpace.pageSize
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: wordCount) { words in
      var ranges: [Range<Int>] = []
      for page in stride(from: 0, to: pageCount, by: wordCount) {
        let count = min(wordCount, pageCount - page)
        guard pread(file, words.baseAddress, count * 8, off_t((first + page) * 8)) == count * 8 else { return nil }
        for index in 0..<count where words[index] >> 62 != 0 && words[index] >> 61 & 1 == 0 {
          ranges.join((page + index) * AddressSpace.pageSize..<(page + index + 1) * AddressSpace.pageSize)
        }
      }
      return ranges
    }
  }
}
#endif
