/// Address space straight from the operating system: pages cost nothing until they are touched.
enum AddressSpace {
  /// `bytes` of zeroed memory.
  static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    guard let address = map(bytes, PROT_READ | PROT_WRITE) else { fatalError("no address space left for \(bytes) bytes") }
    return address
  }

  /// `bytes` of address space that may not be touched until `commit` makes parts of it usable; nil when there is none left.
  static func reserve(bytes: Int) -> UnsafeMutableRawPointer? { map(bytes, PROT_NONE) }

  /// Makes `range` of a reservation readable and writable; it reads as zero.
  static func commit(_ base: UnsafeMutableRawPointer, _ range: Range<Int>) -> Bool {
    range.isEmpty || mprotect(base + range.lowerBound, range.count, PROT_READ | PROT_WRITE) == 0
  }

  /// Makes a file's contents readable and writable at `base`, in place of what was there: a copy of its own, page by page, as they are
  /// written to.
  static func map(_ descriptor: Int32, offset: Int, bytes: Int, at base: UnsafeMutableRawPointer) -> Bool {
    mmap(base, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | noReserve, descriptor, off_t(offset)) != MAP_FAILED
  }

  /// Makes `range` of a reservation what it was before `commit`.
  static func discard(_ base: UnsafeMutableRawPointer, _ range: Range<Int>) -> Bool {
    range.isEmpty
      || mmap(base + range.lowerBound, range.count, PROT_NONE, MAP_PRIVATE | MAP_FIXED | anonymous | noReserve, -1, 0) != MAP_FAILED
  }

  static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
  /// Of all systems: what is aligned to it can be mapped by each.
  static let largestPageSize = 64 << 10

  static func free(_ base: UnsafeMutableRawPointer, bytes: Int) {
    if bytes > 0 { munmap(base, bytes) }
  }

  private static func map(_ bytes: Int, _ protection: Int32) -> UnsafeMutableRawPointer? {
    guard let address = mmap(nil, max(bytes, 1), protection, MAP_PRIVATE | anonymous | noReserve, -1, 0), address != MAP_FAILED else { return nil }
    return address
  }

  #if canImport(Darwin)
  private static let (anonymous, noReserve) = (MAP_ANON, MAP_NORESERVE)
  #else
  private static let (anonymous, noReserve) = (MAP_ANONYMOUS, Int32(MAP_NORESERVE))
  #endif
}
