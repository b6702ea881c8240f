/// Work of one instruction on many bytes or elements, in pieces between which the guest can be stopped. A piece takes a
/// few ten microseconds, or some hundred where the system has to find the pages first.
enum BulkPieces {
  static let bytes = 256 << 10
  static let elements = bytes / MemoryLayout<UInt64>.size

  /// Calls `body` with the offset and the length of each piece.
  /// - Returns: `interrupted` when the guest was stopped before the end; what is done stays done.
  @inline(__always)
  static func forEach(
    of count: Int, size: Int, fromTheEnd: Bool = false, _ context: ContextPointer, _ body: (_ offset: Int, _ count: Int) -> Void
  ) -> Trap.Code? {
    if _fastPath(count <= size) {
      body(0, count)
      return nil
    }
    var done = 0
    while done < count {
      if context.isStopRequested { return .interrupted }
      let piece = min(size, count - done)
      body(fromTheEnd ? count - done - piece : done, piece)
      done += piece
    }
    return nil
  }
}

extension UnsafeMutableRawPointer {
  /// memory.fill (specification 4.6.10), within bounds.
  @inline(__always)
  func fill(_ byte: UInt8, count: Int, _ context: ContextPointer) -> Trap.Code? {
    BulkPieces.forEach(of: count, size: BulkPieces.bytes, context) { offset, count in
      (self + offset).initializeMemory(as: UInt8.self, repeating: byte, count: count)
    }
  }

  /// memory.copy and memory.init, within bounds. Source and target may overlap: the target's end is then written first if it is behind
  /// the source.
  @inline(__always)
  func copy(from source: UnsafeRawPointer, count: Int, _ context: ContextPointer) -> Trap.Code? {
    BulkPieces.forEach(of: count, size: BulkPieces.bytes, fromTheEnd: UnsafeRawPointer(self) > source, context) { offset, count in
      (self + offset).copyMemory(from: source + offset, byteCount: count)
    }
  }
}

extension UnsafeMutablePointer<UInt64> {
  /// table.fill (specification 4.6.6), within bounds.
  func fill(_ element: UInt64, count: Int, _ context: ContextPointer) -> Trap.Code? {
    BulkPieces.forEach(of: count, size: BulkPieces.elements, context) { offset, count in
      (self + offset).update(repeating: element, count: count)
    }
  }

  /// table.copy, within bounds; overlaps as for bytes.
  func copy(from source: UnsafeMutablePointer<UInt64>, count: Int, _ context: ContextPointer) -> Trap.Code? {
    BulkPieces.forEach(of: count, size: BulkPieces.elements, fromTheEnd: self > source, context) { offset, count in
      (self + offset).update(from: source + offset, count: count)
    }
  }
}
