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

  static func free(_ base: UnsafeMutableRawPointer, bytes: Int) {
    if bytes > 0 { munmap(base, bytes) }
  }

  private static func map(_ bytes: Int, _ protection: Int32) -> UnsafeMutableRawPointer? {
    #if canImport(Darwin)
    let flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE
    #else
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_NORESERVE)
    #endif
    guard let address = mmap(nil, max(bytes, 1), protection, flags, -1, 0), address != MAP_FAILED else { return nil }
    return address
  }
}
