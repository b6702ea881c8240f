/// What may be done with a descriptor (`rights`). Every descriptor has base rights, for itself, and inheriting rights,
/// which bound those of descriptors opened through it.
public struct Rights: OptionSet, Sendable, Hashable {
  public let rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static let fdDatasync = Rights(rawValue: 1 << 0)
  public static let fdRead = Rights(rawValue: 1 << 1)
  public static let fdSeek = Rights(rawValue: 1 << 2)
  public static let fdFdstatSetFlags = Rights(rawValue: 1 << 3)
  public static let fdSync = Rights(rawValue: 1 << 4)
  public static let fdTell = Rights(rawValue: 1 << 5)
  public static let fdWrite = Rights(rawValue: 1 << 6)
  public static let fdAdvise = Rights(rawValue: 1 << 7)
  public static let fdAllocate = Rights(rawValue: 1 << 8)
  public static let pathCreateDirectory = Rights(rawValue: 1 << 9)
  public static let pathCreateFile = Rights(rawValue: 1 << 10)
  public static let pathLinkSource = Rights(rawValue: 1 << 11)
  public static let pathLinkTarget = Rights(rawValue: 1 << 12)
  public static let pathOpen = Rights(rawValue: 1 << 13)
  public static let fdReaddir = Rights(rawValue: 1 << 14)
  public static let pathReadlink = Rights(rawValue: 1 << 15)
  public static let pathRenameSource = Rights(rawValue: 1 << 16)
  public static let pathRenameTarget = Rights(rawValue: 1 << 17)
  public static let pathFilestatGet = Rights(rawValue: 1 << 18)
  public static let pathFilestatSetSize = Rights(rawValue: 1 << 19)
  public static let pathFilestatSetTimes = Rights(rawValue: 1 << 20)
  public static let fdFilestatGet = Rights(rawValue: 1 << 21)
  public static let fdFilestatSetSize = Rights(rawValue: 1 << 22)
  public static let fdFilestatSetTimes = Rights(rawValue: 1 << 23)
  public static let pathSymlink = Rights(rawValue: 1 << 24)
  public static let pathRemoveDirectory = Rights(rawValue: 1 << 25)
  public static let pathUnlinkFile = Rights(rawValue: 1 << 26)
  public static let pollFdReadwrite = Rights(rawValue: 1 << 27)
  public static let sockShutdown = Rights(rawValue: 1 << 28)
  public static let sockAccept = Rights(rawValue: 1 << 29)

  public static let all = Rights(rawValue: (1 << 30) - 1)
}

extension Rights {
  /// Those that mean something for a directory.
  static let directory: Rights = [
    .fdFdstatSetFlags, .fdSync, .fdDatasync, .pathCreateDirectory, .pathCreateFile, .pathLinkSource, .pathLinkTarget, .pathOpen, .fdReaddir,
    .pathReadlink, .pathRenameSource, .pathRenameTarget, .pathFilestatGet, .pathFilestatSetSize, .pathFilestatSetTimes,
    .fdFilestatGet, .fdFilestatSetTimes, .pathSymlink, .pathRemoveDirectory, .pathUnlinkFile, .pollFdReadwrite,
  ]
  /// Those that mean something for a file.
  static let file: Rights = [
    .fdDatasync, .fdRead, .fdSeek, .fdFdstatSetFlags, .fdSync, .fdTell, .fdWrite, .fdAdvise, .fdAllocate, .fdFilestatGet,
    .fdFilestatSetSize, .fdFilestatSetTimes, .pollFdReadwrite,
  ]
  /// Those of a stream that cannot seek.
  static let input: Rights = [.fdRead, .fdFdstatSetFlags, .fdFilestatGet, .pollFdReadwrite]
  static let output: Rights = [.fdWrite, .fdSync, .fdDatasync, .fdFdstatSetFlags, .fdFilestatGet, .pollFdReadwrite]
  static let seekable: Rights = [.fdSeek, .fdTell, .fdAdvise]
  static let socket: Rights = [.fdRead, .fdWrite, .fdFdstatSetFlags, .fdFilestatGet, .pollFdReadwrite, .sockShutdown, .sockAccept]

  /// Those for which a file must be opened for writing.
  static let writing: Rights = [.fdWrite, .fdAllocate, .fdFilestatSetSize]
}
