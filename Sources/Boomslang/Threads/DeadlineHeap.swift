/// Something to do at a time. Belongs to the monitor, under whose lock it is used.
package final class Deadline: @unchecked Sendable {
  fileprivate(set) var time: MonotonicTime
  /// Does it; returns when, from then, to do it again.
  let action: @Sendable () -> Duration?
  /// Where it is in the heap.
  fileprivate var index: Int?

  init(time: MonotonicTime, action: @escaping @Sendable () -> Duration?) {
    self.time = time
    self.action = action
  }
}

/// A binary heap of deadlines, the nearest first. They know their places, so any can be removed.
struct DeadlineHeap {
  private var deadlines: [Deadline] = []

  var first: Deadline? { deadlines.first }
  var count: Int { deadlines.count }

  mutating func insert(_ deadline: Deadline) {
    deadlines.append(deadline)
    deadline.index = deadlines.count - 1
    moveUp(from: deadlines.count - 1)
  }

  /// Inserts a deadline that is in no heap, for another time.
  mutating func insert(_ deadline: Deadline, at time: MonotonicTime) {
    deadline.time = time
    insert(deadline)
  }

  /// Removes the deadline, if it is there.
  mutating func remove(_ deadline: Deadline) {
    guard let index = deadline.index else { return }
    swap(index, deadlines.count - 1)
    deadlines.removeLast()
    deadline.index = nil
    guard index < deadlines.count else { return }
    moveUp(from: index)
    moveDown(from: index)
  }

  private mutating func moveUp(from start: Int) {
    var index = start
    while index > 0, deadlines[index].time < deadlines[(index - 1) / 2].time {
      swap(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func moveDown(from start: Int) {
    var index = start
    while true {
      let children = (2 * index + 1..<2 * index + 3).clamped(to: 0..<deadlines.count)
      guard let nearest = children.min(by: { deadlines[$0].time < deadlines[$1].time }), deadlines[nearest].time < deadlines[index].time
      else { return }
      swap(index, nearest)
      index = nearest
    }
  }

  private mutating func swap(_ a: Int, _ b: Int) {
    deadlines.swapAt(a, b)
    deadlines[a].index = a
    deadlines[b].index = b
  }
}
