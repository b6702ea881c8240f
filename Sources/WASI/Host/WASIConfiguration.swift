/// What a guest sees of the world: nothing, unless it is said here.
public struct WASIConfiguration: Sendable {
  /// A file system under a path of the guest.
  public struct Mount: Sendable {
    public let fileSystem: any FileSystem
    /// Where the guest finds its root; guests use the mount with the longest fitting path.
    public let path: ByteString

    public init(_ fileSystem: any FileSystem, at path: ByteString) {
      self.fileSystem = fileSystem
      self.path = path
    }

    public init(_ fileSystem: any FileSystem, at path: String) { self.init(fileSystem, at: ByteString(path)) }
  }

  /// The guest's `argv`; the first is its own name.
  public var arguments: [ByteString] = []
  /// The guest's environment, in this order.
  public var environment: [(name: ByteString, value: ByteString)] = []
  public var mounts: [Mount] = []
  public var standardInput = StandardInput.empty
  public var standardOutput = StandardOutput.discarded
  public var standardError = StandardOutput.discarded
  /// Sockets of the host that the guest gets, numbered after the mounts. They stay the caller's to close.
  public var sockets: [Int32] = []
  public var clock: any ClockSource = SystemClock()
  public var random: any RandomSource = SystemRandomSource()
  /// The lowest number of what the guest opens itself. Numbers below it, behind those of the mounts, are for mounts that a guest of an image
  /// gets besides: guests look for mounts from the number 3 on, up to the first that is none.
  public var firstFileNumber = 0
  /// How many descriptors the guest may have open at a time, streams and mounts included.
  public var maximumDescriptorCount = 1024

  public init() {}

  /// Makes time and randomness depend on nothing but `seed`.
  public mutating func makeDeterministic(seed: UInt64) {
    clock = VirtualClock()
    random = SeededRandomSource(seed: seed)
  }
}
