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
      case .opened, .lost, .socket, .tooFar: false
      }
    }
  }

  let items: [Item]
  /// The paths of the mounts that the guest had, open or not.
  let mounts: [ByteString]

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
        if let lost = file as? LostFile {
          position = lost.position
        } else if case .opened = entry.origin, file.isSeekable {
          position = try? file.seek(by: 0, from: .current)
        }
      }
      try check(entry, number)
      items.append(.init(
        number: number, origin: entry.origin, rights: entry.rights.rawValue, inheriting: entry.inheriting.rawValue, flags: flags.rawValue, position: position))
    }
    return DescriptorImage(
      items: items, mounts: configuration.mounts.map(\.path), isInitial: items.count == 3 + configuration.mounts.count && items.allSatisfy(\.isInitial))
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

  /// Closes all of the guest's files, and opens what an image has. Mounts that the image does not know get numbers of mounts that are gone,
  /// or those after the image's.
  /// - Returns: what is open, and what could not be opened again.
  /// - Throws: `badf` when there is no number for a mount; or the error that opening one gave.
  func openDescriptors(_ image: DescriptorImage) throws(Errno) -> (DescriptorTable, [LostFile.Description]) {
    let fresh = try Self.openDescriptors(configuration).numbered.map(\.entry)
    var entries: [Int: DescriptorTable.Entry] = [:]
    var lost: [LostFile.Description] = []
    for item in image.items {
      guard (0..<configuration.maximumDescriptorCount).contains(item.number) else { throw .badf }
      if let (place, path, options) = try image.opened(item) {
        do throws(Errno) { entries[item.number] = try reopened(item, place, path, options) } catch {
          lost.append(.init(number: item.number, path: place.path(of: path), reason: error))
          let file = LostFile(flags: DescriptorFlags(rawValue: item.flags), position: item.position)
          entries[item.number] = .init(node: .file(file), rights: [], inheriting: [], origin: .lost(mount: place, path: path, options))
        }
      } else if let entry = try initial(item, image, fresh) {
        entries[item.number] = entry
      }
      entries[item.number]?.rights = Rights(rawValue: item.rights)
      entries[item.number]?.inheriting = Rights(rawValue: item.inheriting)
    }
    var number = 3
    for entry in fresh {
      guard case .mount(let index) = entry.origin, !image.mounts.contains(configuration.mounts[index].path) else { continue }
      while case .mount? = entries[number]?.origin { number += 1 }
      guard entries[number] == nil, number < configuration.maximumDescriptorCount else { throw .badf }
      entries[number] = entry
    }
    return (Self.makeTable(entries, configuration), lost)
  }

  /// A stream or mount of the image; nil for a mount that is gone.
  private func initial(_ item: DescriptorImage.Item, _ image: DescriptorImage, _ fresh: [DescriptorTable.Entry]) throws(Errno) -> DescriptorTable.Entry? {
    switch item.origin {
    case .stream:
      guard let entry = fresh.first(where: { $0.origin == item.origin }), case .file(let file) = entry.node else { throw .badf }
      if file.flags.rawValue != item.flags { try file.setFlags(DescriptorFlags(rawValue: item.flags)) }
      return entry
    case .mount(let mount):
      guard image.mounts.indices.contains(mount) else { throw .badf }
      return mountIndex(image.mounts[mount]).flatMap { index in fresh.first { $0.origin == .mount(index) } }
    case .opened, .lost, .socket, .tooFar: throw .badf
    }
  }

  /// - Parameters:
  ///   - place: the path of the mount that it is in.
  ///   - path: below the mount.
  private func reopened(
    _ item: DescriptorImage.Item, _ place: ByteString, _ path: ByteString, _ options: OpenOptions
  ) throws(Errno) -> DescriptorTable.Entry {
    guard let mount = mountIndex(place) else { throw .noent }
    let node = try open(mount, path, options)
    if case .file(let file) = node {
      if file.flags.rawValue != item.flags { try file.setFlags(DescriptorFlags(rawValue: item.flags)) }
      if let position = item.position { _ = try file.seek(by: Int64(clamping: position), from: .set) }
    }
    return .init(node: node, rights: [], inheriting: [], origin: .opened(mount: mount, path: path, options))
  }

  private func mountIndex(_ path: ByteString) -> Int? { configuration.mounts.firstIndex { $0.path == path } }

  private func open(_ mount: Int, _ path: ByteString, _ options: OpenOptions) throws(Errno) -> DescriptorTable.Entry.Node {
    guard configuration.mounts.indices.contains(mount) else { throw .badf }
    var walk = try PathWalk(path, from: try configuration.mounts[mount].fileSystem.openRoot())
    return switch try walk.open(options, following: true) {
    case .file(let file): .file(file)
    case .directory(let directory): .directory(directory)
    }
  }
}

extension DescriptorImage {
  /// The path of the mount, the path below it, and how it was opened; nil for what the guest did not open.
  fileprivate func opened(_ item: Item) throws(Errno) -> (ByteString, ByteString, OpenOptions)? {
    switch item.origin {
    case .opened(let mount, let path, let options):
      guard mounts.indices.contains(mount) else { throw .badf }
      return (mounts[mount], path, options)
    case .lost(let mount, let path, let options): return (mount, path, options)
    case .stream, .mount, .socket, .tooFar: return nil
    }
  }
}

extension ByteString {
  /// The path of something below this one.
  fileprivate func path(of other: ByteString) -> ByteString { self == "/" ? self + other : self + ByteString("/") + other }
}

extension DescriptorTable.Entry.Node {
  fileprivate func status() throws(Errno) -> FileStatus {
    switch self {
    case .file(let file): try file.status()
    case .directory(let directory): try directory.status()
    }
  }
}
