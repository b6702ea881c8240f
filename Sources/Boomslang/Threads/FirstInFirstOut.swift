/// A queue. Adding and removing take constant time, on average.
struct FirstInFirstOut<Element> {
  private var elements: [Element?] = []
  /// Where the first one is.
  private var start = 0

  var count: Int { elements.count - start }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    defer {
      elements[start] = nil
      start += 1
      if start > elements.count / 2 {
        elements.removeFirst(start)
        start = 0
      }
    }
    return elements[start]
  }

  mutating func removeAll() -> [Element] {
    defer { (elements, start) = ([], 0) }
    return elements[start...].compactMap { $0 }
  }
}
