import WASI

/// The functions on files, with Swift's types. All of them throw the error code that the call returned.
extension Guest {
  static let root: UInt32 = 3

  func check(_ code: Errno) throws { if code != .success { throw code } }

  @discardableResult
  func open(
    _ path: String, in directory: UInt32 = root, creates: Bool = false, exclusive: Bool = false, truncates: Bool = false,
    directoryOnly: Bool = false, follows: Bool = true, rights: Rights = [.fdRead, .fdWrite, .fdSeek, .fdTell, .fdFilestatGet, .fdFilestatSetSize, .fdReaddir],
    inheriting: Rights = .all, flags: DescriptorFlags = []
  ) throws -> UInt32 {
    let (address, count) = put(path)
    let openFlags: UInt64 = (creates ? 1 : 0) | (directoryOnly ? 2 : 0) | (exclusive ? 4 : 0) | (truncates ? 8 : 0)
    try check(
      call(
        "path_open", UInt64(directory), follows ? 1 : 0, address, count, openFlags, rights.rawValue, inheriting.rawValue,
        UInt64(flags.rawValue), UInt64(Guest.result)))
    return u32(Guest.result)
  }

  /// Opens only for reading.
  func openForReading(_ path: String, in directory: UInt32 = root, follows: Bool = true) throws -> UInt32 {
    try open(path, in: directory, follows: follows, rights: [.fdRead, .fdSeek, .fdTell, .fdFilestatGet, .fdReaddir])
  }

  /// Opens a directory with all rights there are.
  func openDirectory(_ path: String, in directory: UInt32 = root) throws -> UInt32 {
    let all = Rights.all.subtracting([.fdWrite, .fdAllocate, .fdFilestatSetSize])
    return try open(path, in: directory, directoryOnly: true, rights: all)
  }

  func close(_ file: UInt32) throws { try check(call("fd_close", UInt64(file))) }

  func write(_ bytes: [UInt8], to file: UInt32, at offset: UInt64? = nil) throws -> Int {
    let (address, count) = put(bytes, at: Guest.buffer)
    memory.store(UInt32(address), at: Guest.vectors)
    memory.store(UInt32(count), at: Guest.vectors + 4)
    if let offset {
      try check(call("fd_pwrite", UInt64(file), UInt64(Guest.vectors), 1, offset, UInt64(Guest.result)))
    } else {
      try check(call("fd_write", UInt64(file), UInt64(Guest.vectors), 1, UInt64(Guest.result)))
    }
    return Int(u32(Guest.result))
  }

  @discardableResult
  func write(_ text: String, to file: UInt32) throws -> Int { try write(Array(text.utf8), to: file) }

  func read(_ file: UInt32, count: Int = 65536, at offset: UInt64? = nil) throws -> [UInt8] {
    memory.store(UInt32(Guest.buffer), at: Guest.vectors)
    memory.store(UInt32(count), at: Guest.vectors + 4)
    if let offset {
      try check(call("fd_pread", UInt64(file), UInt64(Guest.vectors), 1, offset, UInt64(Guest.result)))
    } else {
      try check(call("fd_read", UInt64(file), UInt64(Guest.vectors), 1, UInt64(Guest.result)))
    }
    return memory.read(at: Guest.buffer, count: Int(u32(Guest.result))) ?? []
  }

  func text(_ file: UInt32) throws -> String { String(decoding: try read(file), as: UTF8.self) }

  func seek(_ file: UInt32, by offset: Int64, whence: UInt64 = 0) throws -> UInt64 {
    try check(call("fd_seek", UInt64(file), UInt64(bitPattern: offset), whence, UInt64(Guest.result)))
    return u64(Guest.result)
  }

  /// Creates or replaces a file.
  func create(_ path: String, _ text: String = "", in directory: UInt32 = root) throws {
    let file = try open(path, in: directory, creates: true, truncates: true)
    try write(text, to: file)
    try close(file)
  }

  /// The contents of a file.
  func contents(_ path: String, in directory: UInt32 = root) throws -> String {
    let file = try openForReading(path, in: directory)
    defer { try? close(file) }
    return try text(file)
  }

  func status(_ path: String, in directory: UInt32 = root, follows: Bool = false) throws -> FileStatus {
    let (address, count) = put(path)
    try check(call("path_filestat_get", UInt64(directory), follows ? 1 : 0, address, count, UInt64(Guest.result)))
    return status(at: Guest.result)
  }

  func status(_ file: UInt32) throws -> FileStatus {
    try check(call("fd_filestat_get", UInt64(file), UInt64(Guest.result)))
    return status(at: Guest.result)
  }

  private func status(at address: Int) -> FileStatus {
    FileStatus(
      device: u64(address), inode: u64(address + 8), type: FileType(rawValue: UInt8(u64(address + 16) & 0xFF)) ?? .unknown,
      linkCount: u64(address + 24), size: u64(address + 32), accessTime: u64(address + 40), modificationTime: u64(address + 48),
      changeTime: u64(address + 56))
  }

  func createDirectory(_ path: String, in directory: UInt32 = root) throws {
    let (address, count) = put(path)
    try check(call("path_create_directory", UInt64(directory), address, count))
  }

  func removeDirectory(_ path: String, in directory: UInt32 = root) throws {
    let (address, count) = put(path)
    try check(call("path_remove_directory", UInt64(directory), address, count))
  }

  func unlink(_ path: String, in directory: UInt32 = root) throws {
    let (address, count) = put(path)
    try check(call("path_unlink_file", UInt64(directory), address, count))
  }

  func symlink(_ path: String, to target: String, in directory: UInt32 = root) throws {
    let (address, count) = put(path)
    let (targetAddress, targetCount) = put(target, at: Guest.otherPath)
    try check(call("path_symlink", targetAddress, targetCount, UInt64(directory), address, count))
  }

  func readlink(_ path: String, in directory: UInt32 = root) throws -> String {
    let (address, count) = put(path)
    try check(call("path_readlink", UInt64(directory), address, count, UInt64(Guest.buffer), 65536, UInt64(Guest.result)))
    return String(decoding: memory.read(at: Guest.buffer, count: Int(u32(Guest.result))) ?? [], as: UTF8.self)
  }

  func rename(_ old: String, _ new: String, from oldDirectory: UInt32 = root, to newDirectory: UInt32 = root) throws {
    let (oldAddress, oldCount) = put(old)
    let (newAddress, newCount) = put(new, at: Guest.otherPath)
    try check(call("path_rename", UInt64(oldDirectory), oldAddress, oldCount, UInt64(newDirectory), newAddress, newCount))
  }

  func link(_ old: String, _ new: String, from oldDirectory: UInt32 = root, to newDirectory: UInt32 = root) throws {
    let (oldAddress, oldCount) = put(old)
    let (newAddress, newCount) = put(new, at: Guest.otherPath)
    try check(call("path_link", UInt64(oldDirectory), 0, oldAddress, oldCount, UInt64(newDirectory), newAddress, newCount))
  }

  struct Entry: Hashable {
    let bytes: [UInt8]
    let inode: UInt64
    let type: FileType
    let cookie: UInt64
    var name: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// All entries of an open directory, read by pieces of `bufferSize` bytes.
  func entries(_ directory: UInt32, bufferSize: Int = 4096, from start: UInt64 = 0) throws -> [Entry] {
    var entries: [Entry] = []
    var cookie = start
    while true {
      try check(call("fd_readdir", UInt64(directory), UInt64(Guest.buffer), UInt64(bufferSize), cookie, UInt64(Guest.result)))
      let used = Int(u32(Guest.result))
      var offset = 0
      while offset + 24 <= used {
        let address = Guest.buffer + offset
        let length = Int(u32(address + 16))
        guard offset + 24 + length <= used else { break }
        let name = memory.read(at: address + 24, count: length) ?? []
        cookie = u64(address)
        entries.append(
          Entry(bytes: name, inode: u64(address + 8), type: FileType(rawValue: UInt8(u32(address + 20) & 0xFF)) ?? .unknown, cookie: cookie))
        offset += 24 + length
      }
      if used < bufferSize { return entries }
    }
  }

  /// The names in the directory at `path`, without `.` and `..`, sorted.
  func names(_ path: String) throws -> [String] {
    let directory = try openDirectory(path)
    defer { try? close(directory) }
    return try entries(directory).map(\.name).filter { $0 != "." && $0 != ".." }.sorted()
  }
}

extension OpenDirectory {
  /// The names in the directory as bytes, without `.` and `..`.
  func allNames() throws -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    try readEntries(from: 0) { entry in
      names.insert(Array(entry.name))
      return true
    }
    return names.subtracting([Array(".".utf8), Array("..".utf8)])
  }
}
