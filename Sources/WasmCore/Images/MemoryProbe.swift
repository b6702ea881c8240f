/// Looks from any thread at what a memory takes.
///
/// Unsafe: this holds an address of a store that it does not keep alive. Whoever uses it makes sure that the store lives meanwhile. The
/// address never changes, and no memory is touched.
public struct MemoryProbe: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  private let limit: Int

  fileprivate init(_ memory: MemoryEntity) { (base, limit) = (memory.base, min(memory.limit, memory.reserved)) }

  /// Whether the system tells what memories take.
  public static let isAvailable: Bool = {
    let size = AddressSpace.pageSize
    guard let page = AddressSpace.reserve(bytes: size) else { return false }
    defer { AddressSpace.free(page, bytes: size) }
    return PrivatePages.ranges(page, byteCount: size) != nil
  }()

  /// Pages of an image that were written to once stay a memory's own when it is made new, up to so many bytes.
  public static let keptBytes = MemoryImage.keptBytes

  /// Bytes that belong to the memory alone, see `MemoryUse.privateBytes`; 0 where the system does not tell.
  public var privateBytes: Int { PrivatePages.ranges(base, byteCount: limit)?.byteCount ?? 0 }
}

extension Memory {
  public var probe: MemoryProbe { MemoryProbe(entity.pointee) }

  /// The address of a 32-bit word that other threads will write to, as a part of what the guest and they have agreed on; nil when it does
  /// not lie within the memory. It stays the same while the store lives.
  public func sharedWord(at address: Int) -> UnsafeMutableRawPointer? {
    // Written to here, as a page that only other threads had written to would be nobody's.
    guard let value = load(at: address, as: UInt32.self), store(value, at: address) else { return nil }
    return entity.pointee.base + address
  }
}
