/// A function as the engine calls it.
@_spi(Compiled) public struct CompiledFunction {
  /// Calls code of one type with arguments from slots, and puts the results there.
  public typealias Adapter = @Sendable (CompiledInstance, UnsafeRawPointer, UnsafeMutablePointer<UInt64>) -> Void

  /// Where its code is; nil when it is interpreted.
  var code: UnsafeRawPointer?
  /// The same up to its tail calls, which are left to the caller; nil when it has none.
  var body: UnsafeRawPointer?
  var adapter: Adapter?
}

/// An instance as generated code knows it.
@_spi(Compiled) public typealias CompiledInstance = UnsafeMutablePointer<InstanceEntity>

/// A module's functions while generated code names them.
@_spi(Compiled) public struct NativeTable {
  let functions: UnsafeMutablePointer<CompiledFunction>
  /// Addresses at which the code of no function is any more.
  private(set) var ends: [UInt] = []
  private let functionCount: Int
  private let adapters: [CompiledFunction.Adapter]

  init(functionCount: Int, adapters: [CompiledFunction.Adapter]) {
    self.functionCount = functionCount
    self.adapters = adapters
    functions = .allocate(capacity: max(functionCount, 1))
    functions.initialize(repeating: CompiledFunction(), count: functionCount)
  }

  /// The code of the module's own function with that index.
  public mutating func set(_ index: Int, _ type: Int, _ code: UnsafeRawPointer) {
    precondition(index < functionCount, "generated code has more functions than its module")
    functions[index].code = code
    functions[index].adapter = adapters[type]
  }

  /// The code of a function up to its tail calls.
  public mutating func setBody(_ index: Int, _ code: UnsafeRawPointer) {
    precondition(index < functionCount, "generated code has more functions than its module")
    functions[index].body = code
  }

  /// Says where the functions of a file end: before the one that lists them, which comes after them there and in the program.
  public mutating func setEnd(_ list: @escaping (inout NativeTable) -> Void) {
    struct List { let function: (inout NativeTable) -> Void }
    ends.append(UInt(bitPattern: address(List(function: list))))
  }
}

/// The address of a function. `box` is a structure with nothing but a function value: code and context, of which plain
/// functions have none.
@_spi(Compiled) public func address<Box>(_ box: Box) -> UnsafeRawPointer {
  precondition(MemoryLayout<Box>.size == MemoryLayout<(UInt, UInt)>.size)
  let (code, context) = withUnsafeBytes(of: box) { $0.load(as: (UInt, UInt).self) }
  guard context == 0, let address = UnsafeRawPointer(bitPattern: code) else { preconditionFailure("a compiled function captures something") }
  return address
}
