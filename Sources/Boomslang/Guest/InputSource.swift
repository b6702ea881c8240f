import Synchronization
import WASI

/// What instances without an input stream of their own read: what the host gave for the call under way, or nothing.
final class InputSource: Sendable {
  private struct State {
    var next: [UInt8] = []
    var current: ArraySlice<UInt8> = []
  }

  private let state = Mutex(State())

  var stream: StandardInput { .stream { self.read(into: $0) } }

  /// Gives the call that begins next something to read.
  func set(_ bytes: [UInt8]) { state.withLock { $0.next = bytes } }

  func beginCall() {
    state.withLock { state in
      state.current = state.next[...]
      state.next = []
    }
  }

  /// Drops what no call has read.
  func forget() { state.withLock { $0 = State() } }

  func endCall() { state.withLock { $0.current = [] } }

  private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    state.withLock { state in
      let count = min(buffer.count, state.current.count)
      buffer.copyBytes(from: state.current.prefix(count))
      state.current.removeFirst(count)
      return count
    }
  }
}
