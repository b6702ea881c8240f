/// Functions of the C library that Swift does not import.
enum CLibrary {
  #if canImport(Darwin)
  private nonisolated(unsafe) static let allLibraries = UnsafeMutableRawPointer(bitPattern: -2)
  #else
  private nonisolated(unsafe) static let allLibraries: UnsafeMutableRawPointer? = nil
  #endif

  /// - Parameter type: that of a C function, which has to be the function's.
  /// - Returns: nil when the program has no function of that name.
  static func function<F>(_ name: String, as type: F.Type) -> F? {
    dlsym(allLibraries, name).map { unsafeBitCast($0, to: type) }
  }
}
