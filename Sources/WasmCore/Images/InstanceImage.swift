/// The state of an instance at one moment: its own memories, tables and globals, and which of its segments have been dropped. Any number of
/// instances can begin with it, in any store, on any thread.
///
/// Made by `Instance.freeze()`, used by `Store.instantiate(_:imports:)` and `Instance.restore()`, and kept in files by `write(toFile:annotations:)`.
public final class InstanceImage: Sendable {
  public let module: Module
  let memories: [MemoryImage]
  let tables: [ImageTable]
  /// Slots of the own globals; references are indices of functions, or `null`.
  let globals: [UInt64]
  let droppedElements: [Bool]
  let droppedData: [Bool]

  init(module: Module, memories: [MemoryImage], tables: [ImageTable], globals: [UInt64], droppedElements: [Bool], droppedData: [Bool]) {
    (self.module, self.memories, self.tables, self.globals) = (module, memories, tables, globals)
    (self.droppedElements, self.droppedData) = (droppedElements, droppedData)
  }

  /// What stands for a null reference among indices of functions.
  static let null = UInt32.max

  /// Bytes of all memories.
  public var memoryByteCount: Int { memories.reduce(0) { $0 + $1.byteCount } }
  /// Bytes that an instance gets copied when it is made; all others are mapped.
  public var copiedByteCount: Int { memories.reduce(0) { $0 + $1.patches.byteCount } }

  /// The same state with memories that are copied for each instance, as they are where files cannot be mapped.
  package func copied() -> InstanceImage {
    InstanceImage(
      module: module, memories: memories.map { $0.copied() }, tables: tables, globals: globals, droppedElements: droppedElements,
      droppedData: droppedData)
  }
}

/// The elements of a table, as indices of functions, or `InstanceImage.null`. Owns them, at an address that stays.
final class ImageTable: @unchecked Sendable {
  let indices: UnsafeBufferPointer<UInt32>

  init(_ indices: [UInt32]) {
    let copy = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: indices.count)
    _ = copy.initialize(from: indices)
    self.indices = UnsafeBufferPointer(copy)
  }

  deinit { indices.deallocate() }
}

/// Why the state of an instance cannot be kept or brought back.
public struct ImageError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Problem: Sendable, Hashable {
    /// A call is under way.
    case running
    /// The instance shares a memory, a table or a variable global with others; the text says which.
    case shared(String)
    /// A table or global holds a reference that means nothing elsewhere: to the host, to an exception, or to another instance's function.
    case foreignReference
    /// The instance was not made from an image.
    case noImage
    /// The system has no memory, address space or disk space left, or a limit is exceeded; the text says which.
    case resources(String)
    /// The file cannot be read or written; the text says why.
    case file(String)
    /// The bytes are no image, or damaged.
    case malformed(String)
    /// The image is of another format than this engine's.
    case version(expected: Int, found: Int)
    /// The image belongs to another module.
    case otherModule(expected: String, found: String)
    /// What the image builds on is not what it was made from.
    case otherBase(expected: String, found: String)
  }

  public let problem: Problem

  init(_ problem: Problem) { self.problem = problem }

  public var description: String {
    switch problem {
    case .running: "a call is under way"
    case .shared(let what): "the instance shares \(what) with others"
    case .foreignReference: "the instance holds a reference that means nothing elsewhere"
    case .noImage: "the instance was not made from an image"
    case .resources(let what), .file(let what): what
    case .malformed(let what): "this is no usable image: \(what)"
    case .version(let expected, let found): "the image is of version \(found), this engine takes version \(expected): make it again"
    case .otherModule(let expected, let found): "the image was made from module \(found), this is module \(expected): make it again"
    case .otherBase(let expected, let found): "the image builds on image \(found), this is image \(expected)"
    }
  }
}
