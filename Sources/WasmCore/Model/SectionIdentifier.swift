/// The sections of a module with their numbers in the binary format (specification 5.5.2), in the order they appear in: the data count
/// precedes code, tags follow memories. Custom sections, of number 0, can be anywhere.
package enum SectionIdentifier: UInt8, CaseIterable {
  case types = 1
  case imports = 2
  case functions = 3
  case tables = 4
  case memories = 5
  case tags = 13
  case globals = 6
  case exports = 7
  case start = 8
  case elements = 9
  case dataCount = 12
  case code = 10
  case data = 11

  /// The number of custom sections.
  package static let custom: UInt8 = 0

  /// Increases from section to section.
  package var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
