// What a module is (`Module`, `ValueType`, `ParseError`, …) is part of this library's interface. It is a target of its
// own so that tools which only read modules do not carry the interpreter.
@_exported import WasmFormat
