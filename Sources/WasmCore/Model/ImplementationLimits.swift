/// What the engine accepts at most (specification, appendix "Implementation Limitations").
///
/// They bound what a hostile module can make the host allocate. Counts of things that take at least one byte each
/// in the binary are bounded by its size anyway; these limits catch what a few bytes can multiply.
package enum ImplementationLimits {
  package static let moduleBytes = 1 << 30
  package static let types = 100_000
  package static let functions = 1_000_000
  package static let imports = 1_000_000
  package static let exports = 1_000_000
  package static let globals = 1_000_000
  package static let segments = 1_000_000
  package static let tables = 1_000
  package static let memories = 1_000
  package static let tags = 1_000_000
  package static let tableElements: UInt32 = 10_000_000
  package static let functionParameters = 1_000
  package static let functionResults = 1_000
  package static let functionBytes = 128 << 20
  package static let locals = 50_000
  /// How many values and locals the instructions of a function may have to do with in all, beyond what real code comes near to: so many,
  /// and so many for each of its bytes.
  package static let functionEffort = 2_048
  package static let effortPerByte = 16
  package static let controlDepth = 100_000
  package static let operandDepth = 1_000_000
  package static let labelTableEntries = 1_000_000
  package static let catchClauses = 10_000
  /// What the exceptions that a guest holds references to may take, in 64-bit words.
  package static let exceptionWords = 32 << 20
  /// Interpreter frames address their slots with 16 bits.
  package static let frameSlots = 65_000
}
