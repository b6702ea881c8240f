/// A linear memory (specification 4.2.8). The handle keeps its store alive.
///
/// Sizes are in bytes unless they say pages; a page is 65,536 bytes. Reading and writing is checked against the current
/// size. Belongs to the store's thread.
public struct Memory {
  public let store: Store
  let entity: UnsafeMutablePointer<MemoryEntity>

  init(store: Store, entity: UnsafeMutablePointer<MemoryEntity>) {
    self.store = store
    self.entity = entity
  }

  /// Makes a memory of zeros.
  /// - Throws: `LinkError` when the type is impossible, exceeds the store's limit, or address space is exhausted.
  public init(store: Store, type: MemoryType) throws(LinkError) {
    self.init(store: store, entity: try store.allocateMemory(type))
  }

  /// The type, with the current size as minimum.
  public var type: MemoryType {
    MemoryType(minimum: UInt64(pageCount), maximum: entity.pointee.type.limits.maximum)
  }

  public var byteCount: Int { Int(entity.pointee.byteCount) }
  public var pageCount: Int { byteCount / MemoryType.pageSize }

  /// Adds pages of zeros.
  /// - Returns: the size in pages before, or nil when the limit does not allow it.
  public func grow(byPages pages: Int) -> Int? {
    guard pages >= 0, let delta = UInt32(exactly: pages), let old = store.grow(entity, byPages: delta) else { return nil }
    store.context.refreshMemory()
    return Int(old)
  }

  /// A copy of `count` bytes from `address`; nil when they do not lie within the memory.
  public func read(at address: Int, count: Int) -> [UInt8]? {
    guard let range = checked(address, count) else { return nil }
    return Array(UnsafeRawBufferPointer(rebasing: bytes[range]))
  }

  /// Copies `source` to `address`.
  /// - Returns: false, with nothing written, when it does not fit.
  @discardableResult
  public func write(_ source: some Collection<UInt8>, at address: Int) -> Bool {
    guard let range = checked(address, source.count) else { return false }
    entity.pointee.written.note(range)
    UnsafeMutableRawBufferPointer(rebasing: bytes[range]).copyBytes(from: source)
    return true
  }

  /// The little-endian integer at `address`; nil when it does not lie within the memory.
  public func load<T: FixedWidthInteger & BitwiseCopyable>(at address: Int, as type: T.Type) -> T? {
    guard checked(address, MemoryLayout<T>.size) != nil else { return nil }
    return T(littleEndian: UnsafeRawPointer(entity.pointee.base + address).loadUnaligned(as: T.self))
  }

  /// Stores an integer in little-endian order.
  /// - Returns: false, with nothing written, when it does not fit.
  @discardableResult
  public func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at address: Int) -> Bool {
    guard let range = checked(address, MemoryLayout<T>.size) else { return false }
    entity.pointee.written.note(range)
    (entity.pointee.base + address).storeBytes(of: value.littleEndian, as: T.self)
    return true
  }

  /// Calls `body` with the memory itself. The buffer is valid until the memory grows or `body` returns, whichever is
  /// first: do not let the guest run inside.
  public func withUnsafeMutableBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    entity.pointee.written.forget()
    return try body(bytes)
  }

  /// The same for host functions that write on the guest's thread alone: that is noticed when the guest's call ends.
  package func withBytesDuringCall<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result { try body(bytes) }

  private var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: entity.pointee.base, count: byteCount)
  }

  private func checked(_ address: Int, _ count: Int) -> Range<Int>? {
    guard address >= 0, count >= 0, address <= byteCount, count <= byteCount - address else { return nil }
    return address..<address + count
  }
}

extension MemoryEntity {
  /// Reserves what the memory can ever need, so that its address never changes, and commits what it starts with.
  /// - Parameter isGuarded: whether the reservation reaches as far as any address and offset can, so that accesses outside of
  ///   the memory are faults.
  init(_ type: MemoryType, limit: Int, isGuarded: Bool) throws(LinkError) {
    func bytes(_ pages: UInt64) -> Int { Int(min(pages, MemoryType.maximumPages)) * MemoryType.pageSize }
    let minimum = bytes(type.limits.minimum)
    let maximum = min(bytes(type.limits.maximum ?? MemoryType.maximumPages), limit)
    guard type.limits.minimum <= MemoryType.maximumPages, minimum <= maximum else {
      throw LinkError(.resources("a memory of \(type.limits.minimum) pages exceeds the limit"))
    }
    let reserved = Self.reservedSize(maximum: maximum, isGuarded: isGuarded)
    guard let base = AddressSpace.reserve(bytes: reserved) else {
      throw LinkError(.resources("no address space left for a memory of \(maximum) bytes"))
    }
    guard AddressSpace.commit(base, 0..<minimum) else {
      AddressSpace.free(base, bytes: reserved)
      throw LinkError(.resources("no memory left for \(minimum) bytes"))
    }
    self.init(base: base, byteCount: UInt64(minimum), limit: maximum, reserved: reserved, type: type)
  }

  private static func reservedSize(maximum: Int, isGuarded: Bool) -> Int { isGuarded ? guardedSize : max(maximum, 1) }

  /// A memory with the contents of `image`.
  init(_ type: MemoryType, _ image: MemoryImage, limit: Int, isGuarded: Bool) throws(LinkError) {
    let maximum = Int(min(type.limits.maximum ?? MemoryType.maximumPages, MemoryType.maximumPages)) * MemoryType.pageSize
    let limit = min(maximum, limit)
    guard image.byteCount <= limit else { throw LinkError(.resources("a memory of \(image.byteCount) bytes exceeds the limit")) }
    let reserved = Self.reservedSize(maximum: limit, isGuarded: isGuarded)
    let slot = image.file.takeSlot(reserved: reserved)
    guard let base = slot?.base ?? AddressSpace.reserve(bytes: reserved) else {
      throw LinkError(.resources("no address space left for a memory of \(limit) bytes"))
    }
    guard image.place(at: base, hasFile: slot != nil) else {
      AddressSpace.free(base, bytes: reserved)
      throw LinkError(.resources("no memory left for \(image.byteCount) bytes"))
    }
    self.init(base: base, byteCount: UInt64(image.byteCount), limit: limit, reserved: reserved, type: type)
    self.image = .passUnretained(image)
    if let slot { written = slot.written }
    written.note(image.patches.ranges)
  }

  /// A 32-bit address, a 32-bit offset, and the widest access.
  private static let guardedSize = 8 << 30 + MemoryType.pageSize
}

extension UnsafeMutablePointer where Pointee == MemoryEntity {
  /// Gives the address space back.
  func free() {
    guard let image = pointee.image?.takeUnretainedValue(), image.clean(self) else {
      return AddressSpace.free(pointee.base, bytes: pointee.reserved)
    }
    image.file.giveBack(MemorySlot(base: pointee.base, reserved: pointee.reserved, written: pointee.written))
  }

  /// memory.grow (specification 4.6.9): the old size in pages, or nil.
  func grow(byPages delta: UInt32) -> UInt32? {
    let old = Int(pointee.byteCount)
    let new = old + Int(delta) * MemoryType.pageSize
    guard new <= pointee.limit, AddressSpace.commit(pointee.base, old..<new) else { return nil }
    pointee.byteCount = UInt64(new)
    return UInt32(old / MemoryType.pageSize)
  }

  /// Whether `count` bytes from `address` lie within the memory.
  func contains(_ address: UInt32, _ count: UInt32) -> Bool {
    UInt64(address) + UInt64(count) <= pointee.byteCount
  }
}
