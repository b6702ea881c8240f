/// What paths mean, written down a second time and over bytes alone: the reference for every file system. It knows which
/// operations succeed and what they give; which error a failure has is up to other tests.
final class PathModel {
  typealias Bytes = [UInt8]
  struct Failure: Error {}

  final class Node {
    enum Content {
      case directory([Bytes: Node])
      case file(Bytes)
      case link(Bytes)
    }
    var content: Content
    init(_ content: Content) { self.content = content }

    var children: [Bytes: Node]? { if case .directory(let children) = content { children } else { nil } }
    /// - Parameter copies: of files, so that those with several names have them in the copy, too; nil: names become files.
    func copy(_ copies: inout [ObjectIdentifier: Node]?) -> Node {
      if let copy = copies?[ObjectIdentifier(self)] { return copy }
      let copy = Node(content)
      copies?[ObjectIdentifier(self)] = copy
      if let children { copy.content = .directory(children.mapValues { $0.copy(&copies) }) }
      return copy
    }

    var target: Bytes? { if case .link(let target) = content { target } else { nil } }
  }

  private enum Place {
    case entry(parent: Node, name: Bytes, endsInSlash: Bool)
    case directory(Node)
  }

  private let root: Node
  /// Whether links may not lead outside, as in folders of the host.
  private let confinesLinks: Bool

  init(confinesLinks: Bool) { (root, self.confinesLinks) = (Node(.directory([:])), confinesLinks) }

  /// A copy of all that another one holds.
  /// - Parameter keepsLinks: whether files have several names where they had.
  init(_ other: PathModel, keepsLinks: Bool = true) {
    var copies: [ObjectIdentifier: Node]? = keepsLinks ? [:] : nil
    (root, confinesLinks) = (other.root.copy(&copies), other.confinesLinks)
  }

  // MARK: Paths

  private static func components(_ path: Bytes) throws -> [Bytes] {
    if path.isEmpty || path[0] == 0x2F { throw Failure() }
    var (result, current) = ([Bytes](), Bytes())
    for byte in path + [0x2F] {
      if byte != 0x2F { current.append(byte); continue }
      if !current.isEmpty { result.append(current) }
      current = []
    }
    if result.contains(where: { $0.count > 255 }) { throw Failure() }
    return result
  }

  /// - Parameter follows: whether a link at the end is gone through, also where the path does not end in a slash.
  private func place(_ path: Bytes, follows: Bool, followsSlash: Bool = true) throws -> Place {
    var pending = try Self.components(path)
    var (stack, links, slash) = ([root], 0, path.last == 0x2F)
    var mustEnter = pending.last == [0x2E] || pending.last == [0x2E, 0x2E]
    while !pending.isEmpty {
      let name = pending.removeFirst()
      if name == [0x2E] { continue }
      if name == [0x2E, 0x2E] {
        stack.removeLast()
        if stack.isEmpty { throw Failure() }
        continue
      }
      // What is left besides dots does not change which name is the last.
      let isLast = !mustEnter && pending.allSatisfy { $0 == [0x2E] }
      let child = stack[stack.count - 1].children?[name]
      if isLast && !(child?.target != nil && (follows || (slash && followsSlash))) {
        return .entry(parent: stack[stack.count - 1], name: name, endsInSlash: slash)
      }
      guard let child else { throw Failure() }
      if let target = child.target {
        links += 1
        if links > 40 { throw Failure() }
        let added = try Self.components(target)
        if isLast {
          if target.last == 0x2F { slash = true }
          mustEnter = added.last == [0x2E] || added.last == [0x2E, 0x2E]
        }
        pending = added + pending
      } else {
        guard child.children != nil else { throw Failure() }
        stack.append(child)
      }
    }
    return .directory(stack[stack.count - 1])
  }

  private static func set(_ parent: Node, _ name: Bytes, _ node: Node?) {
    guard var children = parent.children else { return }
    children[name] = node
    parent.content = .directory(children)
  }

  /// What the path leads to.
  private func node(_ path: Bytes, follows: Bool) throws -> Node {
    switch try place(path, follows: follows) {
    case .directory(let node): return node
    case .entry(let parent, let name, let slash):
      guard let node = parent.children?[name], !slash || node.children != nil else { throw Failure() }
      return node
    }
  }

  // MARK: Operations

  func createDirectory(_ path: Bytes) throws { try add(Node(.directory([:])), path, allowsSlash: true) }
  func symlink(_ path: Bytes, to target: Bytes) throws {
    if target.isEmpty || target[0] == 0x2F { throw Failure() }
    try add(Node(.link(target)), path, allowsSlash: false)
  }

  /// - Parameter depth: of the directory that shall have the node.
  private func requireInside(_ node: Node, depth: Int) throws {
    guard confinesLinks else { return }
    for child in node.children?.values ?? [:].values { try requireInside(child, depth: depth + 1) }
    guard let target = node.target else { return }
    let parts = target.split(separator: 0x2F).map(Array.init).filter { $0 != [0x2E] }
    let levels = parts.prefix { $0 == [0x2E, 0x2E] }.count
    if levels > depth || parts.dropFirst(levels).contains([0x2E, 0x2E]) { throw Failure() }
  }

  /// How many levels below the root a directory is.
  private func depth(of node: Node, below directory: Node? = nil) -> Int? {
    let directory = directory ?? root
    if directory === node { return 0 }
    for child in directory.children?.values ?? [:].values { if let depth = depth(of: node, below: child) { return depth + 1 } }
    return nil
  }

  private func add(_ node: Node, _ path: Bytes, allowsSlash: Bool) throws {
    guard case .entry(let parent, let name, let slash) = try place(path, follows: false, followsSlash: false) else { throw Failure() }
    guard parent.children?[name] == nil, allowsSlash || !slash else { throw Failure() }
    if node.target != nil { try requireInside(node, depth: depth(of: parent) ?? 0) }
    Self.set(parent, name, node)
  }

  func write(_ path: Bytes, _ contents: Bytes) throws {
    guard case .entry(let parent, let name, let slash) = try place(path, follows: true), !slash else { throw Failure() }
    guard let old = parent.children?[name] else { return Self.set(parent, name, Node(.file(contents))) }
    guard case .file = old.content else { throw Failure() }
    old.content = .file(contents)
  }

  func read(_ path: Bytes) throws -> Bytes {
    guard case .file(let contents) = try node(path, follows: true).content else { throw Failure() }
    return contents
  }

  func names(_ path: Bytes) throws -> Set<Bytes> {
    guard let children = try node(path, follows: true).children else { throw Failure() }
    return Set(children.keys)
  }

  func readlink(_ path: Bytes) throws -> Bytes {
    guard case .entry(let parent, let name, false) = try place(path, follows: false, followsSlash: false) else { throw Failure() }
    guard let target = parent.children?[name]?.target else { throw Failure() }
    return target
  }

  func unlink(_ path: Bytes) throws {
    guard case .entry(let parent, let name, false) = try place(path, follows: false, followsSlash: false) else { throw Failure() }
    guard let node = parent.children?[name], node.children == nil else { throw Failure() }
    Self.set(parent, name, nil)
  }

  func removeDirectory(_ path: Bytes) throws {
    guard case .entry(let parent, let name, _) = try place(path, follows: false, followsSlash: false) else { throw Failure() }
    guard let children = parent.children?[name]?.children, children.isEmpty else { throw Failure() }
    Self.set(parent, name, nil)
  }

  func rename(_ old: Bytes, _ new: Bytes) throws {
    guard case .entry(let parent, let name, let slash) = try place(old, follows: false, followsSlash: false) else { throw Failure() }
    guard case .entry(let newParent, let newName, let newSlash) = try place(new, follows: false, followsSlash: false) else { throw Failure() }
    guard let node = parent.children?[name] else { throw Failure() }
    let isDirectory = node.children != nil
    if (slash || newSlash) && !isDirectory { throw Failure() }
    let replaced = newParent.children?[newName]
    if replaced === node { return }
    if isDirectory && Self.contains(node, newParent) { throw Failure() }
    if let replaced {
      guard (replaced.children != nil) == isDirectory, replaced.children?.isEmpty ?? true else { throw Failure() }
    }
    try requireInside(node, depth: depth(of: newParent) ?? 0)
    Self.set(parent, name, nil)
    Self.set(newParent, newName, node)
  }

  func link(_ old: Bytes, _ new: Bytes) throws {
    guard case .entry(let parent, let name, false) = try place(old, follows: false, followsSlash: false) else { throw Failure() }
    guard let node = parent.children?[name], node.children == nil else { throw Failure() }
    guard case .entry(let newParent, let newName, false) = try place(new, follows: false, followsSlash: false) else { throw Failure() }
    guard newParent.children?[newName] == nil else { throw Failure() }
    try requireInside(node, depth: depth(of: newParent) ?? 0)
    Self.set(newParent, newName, node)
  }

  private static func contains(_ node: Node, _ other: Node) -> Bool {
    node === other || (node.children?.values.contains { contains($0, other) } ?? false)
  }
}
