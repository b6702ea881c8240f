import Foundation

/// How much is compared. Everything has to be compiled, so it is a sample unless `BOOMSLANG_DIFFERENTIAL` says which generated modules
/// it shall be, as `FIRST-LAST`.
enum Extent {
  private static let bounds = ProcessInfo.processInfo.environment["BOOMSLANG_DIFFERENTIAL"]?.split(separator: "-").compactMap { UInt64($0) }

  static var isFull: Bool { bounds != nil }

  /// The numbers of the generated modules.
  static var modules: ClosedRange<UInt64> {
    guard let bounds else { return 0...99 }
    guard bounds.count == 2, bounds[0] <= bounds[1] else { fatalError("BOOMSLANG_DIFFERENTIAL is FIRST-LAST") }
    return bounds[0]...bounds[1]
  }
}
