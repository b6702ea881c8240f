@_spi(Compiled) import WasmCore

// Short names for what every function of generated code has to do with.

@_spi(Compiled) public typealias G = CompiledInstance
@_spi(Compiled) public typealias Slots = UnsafeMutablePointer<UInt64>
@_spi(Compiled) public typealias Code = UnsafeRawPointer
