extension WASIHost {
  /// So many bytes come without a look at whether the guest shall stop; a multiple of what sources make at once.
  private static let pieceSize = 1 << 20

  func randomGet(_ call: Call) throws(Errno) {
    let buffer = try call.memory.bytes(at: call.u32(0), count: call.u32(1))
    let handle = call.store.interruptHandle
    for start in stride(from: 0, to: buffer.count, by: Self.pieceSize) {
      if handle.isInterrupted { throw .intr }
      configuration.random.fill(UnsafeMutableRawBufferPointer(rebasing: buffer[start..<min(start + Self.pieceSize, buffer.count)]))
    }
  }
}
