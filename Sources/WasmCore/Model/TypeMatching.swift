/// Subtyping (specification 3.3, "Matching"). Every defined type is a function type and final,
/// so a concrete heap type matches only itself, `func`, and is matched by `nofunc`.
extension HeapType {
  package func matches(_ other: HeapType) -> Bool {
    if self == other { return true }
    switch (self, other) {
    case (.concrete, .func), (.noFunc, .func), (.noFunc, .concrete): return true
    case (.noExtern, .extern), (.noExn, .exn): return true
    case (.eq, .any), (.i31, .any), (.struct, .any), (.array, .any), (.none, .any): return true
    case (.i31, .eq), (.struct, .eq), (.array, .eq), (.none, .eq): return true
    case (.none, .i31), (.none, .struct), (.none, .array): return true
    default: return false
    }
  }

  /// The top of the hierarchy this heap type belongs to.
  package var top: HeapType {
    switch self {
    case .func, .noFunc, .concrete: .func
    case .extern, .noExtern: .extern
    case .exn, .noExn: .exn
    case .any, .eq, .i31, .struct, .array, .none: .any
    }
  }
}

extension ValueType {
  @inlinable @inline(__always)
  package func matches(_ other: ValueType) -> Bool {
    bits == other.bits || matchesByRule(other)
  }

  @inline(never)
  @usableFromInline package func matchesByRule(_ other: ValueType) -> Bool {
    if self == .bottom || other == .bottom { return true }
    guard let mine = heapType, let theirs = other.heapType else { return false }
    return (!isNullable || other.isNullable) && mine.matches(theirs)
  }
}
