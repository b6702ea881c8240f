/// What a guest had open at one moment, for others to have the same open: the streams, mounts and files, with their numbers, rights and
/// positions.
public struct DescriptorImage: Sendable, Hashable, Codable {
  struct Item: Sendable, Hashable, Codable {
    let number: Int
    let origin: DescriptorOrigin
    let rights: UInt64
    let inheriting: UInt64
    let flags: UInt16
    /// Bytes from the file's start; nil for what has no position.
    let position: UInt64?

    /// Whether every guest gets this.
    fileprivate var isInitial: Bool {
      let rights = Rights(rawValue: rights)
      return switch origin {
      case .stream(let stream): number == stream && flags == 0 && rights.isSuperset(of: stream == 0 ? .input : .output)
      case .mount(let mount): number == 3 + mount && rights == .directory && inheriting == Rights.all.rawValue
      case .opened, .socket, .tooFar: false
      }
    }
  }

  let items: [Item]
  /// How many mounts the guest had, open or not.
  let mountCount: Int

  /// Whether the guest has nothing open but what every guest gets, as it got it.
  public let isInitial: Bool
}

/// Why what a guest has open cannot be kept.
public struct DescriptorImageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The descriptor's number.
  public let number: Int
  public let description: String

  fileprivate init(_ number: Int, _ problem: String) {
    self.number = number
    description = "descriptor \(number): \(problem)"
  }
}

extension WASIHost {
  /// Keeps what the guest has open.
  /// - Throws: `DescriptorImageError` for a socket, and for a file that is not at its path any more.
  public func freezeDescriptors() throws(DescriptorImageError) -> DescriptorImage {
    var items: [DescriptorImage.Item] = []
    for (number, entry) in descriptors.numbered {
      if case .socket = entry.origin { throw DescriptorImageError(number, "a socket belongs to one instance") }
      if case .tooFar = entry.origin { throw DescriptorImageError(number, "it was opened at too long a path") }
      var (flags, position) = (DescriptorFlags(), UInt64?.none)
      if case .file(let file) = entry.node {
        flags = file.flags
        if case .opened = entry.origin, file.isSeekable { position = try? file.seek(by: 0, from: .current) }
      }
      try check(entry, number)
      items.append(.init(
        number: number, origin: entry.origin, rights: entry.rights.rawValue, inheriting: entry.inheriting.rawValue, flags: flags.rawValue, position: position))
    }
    return DescriptorImage(
      items: items, mountCount: configuration.mounts.count, isInitial: items.count == 3 + configuration.mounts.count && items.allSatisfy(\.isInitial))
  }

  /// Makes sure that opening the path again would open the same.
  private func check(_ entry: DescriptorTable.Entry, _ number: Int) throws(DescriptorImageError) {
    guard case .opened(let mount, let path, let options) = entry.origin else { return }
    do throws(Errno) {
      let (old, new) = (try entry.openNode.status(), try open(mount, path, options).status())
      if (old.device, old.inode) == (new.device, new.inode) { return }
    } catch {}
    throw DescriptorImageError(number, "the file opened as \(path) is not there any more")
  }

  /// Closes all of the guest's files, and opens what an image has. Mounts that the image does not know come after those it knows.
  /// - Throws: `badf` when a number is taken by another mount; or the error that opening gave.
  func openDescriptors(_ image: DescriptorImage) throws(Errno) -> DescriptorTable {
    let fresh = try Self.openDescriptors(configuration)
    var entries: [Int: DescriptorTable.Entry] = [:]
    for item in image.items {
      guard (0..<configuration.maximumDescriptorCount).contains(item.number), var entry = try entry(for: item.origin, in: fresh) else { throw .badf }
      if case .file(let file) = entry.node {
        if file.flags.rawValue != item.flags { try file.setFlags(DescriptorFlags(rawValue: item.flags)) }
        if let position = item.position { _ = try file.seek(by: Int64(clamping: position), from: .set) }
      }
      (entry.rights, entry.inheriting) = (Rights(rawValue: item.rights), Rights(rawValue: item.inheriting))
      entries[item.number] = entry
    }
    for (number, entry) in fresh.numbered {
      guard case .mount(let index) = entry.origin, index >= image.mountCount else { continue }
      guard entries[number] == nil else { throw .badf }
      entries[number] = entry
    }
    return DescriptorTable(limit: configuration.maximumDescriptorCount, entries)
  }

  private func entry(for origin: DescriptorOrigin, in fresh: DescriptorTable) throws(Errno) -> DescriptorTable.Entry? {
    guard case .opened(let mount, let path, let options) = origin else {
      return fresh.numbered.first { $0.entry.origin == origin }?.entry
    }
    return .init(node: try open(mount, path, options), rights: [], inheriting: [], origin: origin)
  }

  private func open(_ mount: Int, _ path: ByteString, _ options: OpenOptions) throws(Errno) -> DescriptorTable.Entry.Node {
    guard configuration.mounts.indices.contains(mount) else { throw .badf }
    var walk = try PathWalk(path, from: try configuration.mounts[mount].fileSystem.openRoot())
    return switch try walk.open(options, following: true) {
    case .file(let file): .file(file)
    case .directory(let directory): .directory(directory)
    }
  }
}

extension DescriptorTable.Entry.Node {
  fileprivate func status() throws(Errno) -> FileStatus {
    switch self {
    case .file(let file): try file.status()
    case .directory(let directory): try directory.status()
    }
  }
}
