import WASI

extension [PythonLibrary] {
  /// What the guest sees.
  /// - Throws: `invalidOptions`.
  func mounts() throws(PythonError) -> [WASIConfiguration.Mount] {
    var names: Set<String> = []
    var mounts: [WASIConfiguration.Mount] = []
    for library in self {
      guard names.insert(library.name).inserted else { throw .invalidOptions("there are two libraries of the name \"\(library.name)\"") }
      mounts.append(.init(try library.open(), at: GuestPath.library(library.name)))
    }
    return mounts
  }
}

extension PythonLibrary {
  fileprivate func open() throws(PythonError) -> any FileSystem {
    guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 }) else {
      throw .invalidOptions("a library cannot be called \"\(name)\"")
    }
    do throws(Errno) {
      switch self {
      case .directory(_, let path): return try HostFileSystem(path: path, isReadOnly: true)
      case .module(let name, let source):
        let files = MemoryFileSystem()
        try files.writeFile("\(name).py", Array(source.utf8))
        return ReadOnlyFileSystem(files)
      }
    } catch {
      throw .invalidOptions("the library \"\(name)\" cannot be opened: \(error.message)")
    }
  }
}
