/// A growable array of trivial values without bounds checks in release builds, for the stacks of the hot passes.
/// Inlinable, because the back ends that specialise it are in other modules.
/// Owns its storage. Callers call `ensure` before they write past what they reserved.
@usableFromInline package struct GrowableBuffer<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline package internal(set) var base: UnsafeMutablePointer<Element>
  @usableFromInline package internal(set) var capacity: Int

  @inlinable package init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  @inlinable deinit { base.deallocate() }

  @inlinable @inline(__always)
  package subscript(index: Int) -> Element {
    // Addressors, so that reading one field of an element does not copy the element.
    unsafeAddress {
      assert(index >= 0 && index < capacity)
      return UnsafePointer(base + index)
    }
    nonmutating unsafeMutableAddress {
      assert(index >= 0 && index < capacity)
      return base + index
    }
  }

  /// Makes room for `count` elements.
  @inlinable @inline(__always)
  package mutating func ensure(_ count: Int) {
    if count > capacity { grow(count) }
  }

  @inlinable @inline(never)
  package mutating func grow(_ count: Int) {
    let newCapacity = max(count, capacity * 2)
    let newBase = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    newBase.update(from: base, count: capacity)
    base.deallocate()
    base = newBase
    capacity = newCapacity
  }
}
