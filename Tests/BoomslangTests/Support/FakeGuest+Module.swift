import Boomslang
import WasmCore

extension FakeGuest {
  /// Addresses in the guest's memory.
  private enum Place {
    static let interruptRequest: Int32 = 16
    static let interruptWord: Int32 = 64
    static let output: Int32 = 128
    static let outputVector: Int32 = 160
    static let scratch: Int32 = 192
    static let heap: Int32 = 1024
  }

  /// The bits that an interruption sets.
  private static let interruptMask: Int32 = 0x40

  private struct Globals {
    let heap: UInt32
    let exitCode: UInt32
  }

  private func littleEndian(_ values: Int32...) -> [UInt8] {
    values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
  }

  var module: [UInt8] {
    var builder = ModuleBuilder()
    let write = builder.importFunction("fd_write", [.i32, .i32, .i32, .i32], [.i32], from: "wasi_snapshot_preview1")
    let exit = builder.importFunction("proc_exit", [.i32], from: "wasi_snapshot_preview1")
    let call = builder.importFunction("call", Array(repeating: .i32, count: 6), [.i32], from: GuestABI.importModule)
    _ = builder.importFunction("log", [.i32, .i32, .i32], from: GuestABI.importModule)
    if hasUnknownImport { _ = builder.importFunction("telephone", [], [.i32], from: GuestABI.importModule) }
    let extensionImport = needsExtension ? builder.importFunction("extension", [.i32], [.i32]) : nil

    if !missing.contains("memory") { builder.memory("memory", Limits(minimum: 2)) } else { builder.memory(nil, Limits(minimum: 2)) }
    builder.data(at: [.i32(Place.interruptRequest)], littleEndian(1, Place.interruptWord, Self.interruptMask))
    builder.data(at: [.i32(Place.output)], Array(Self.output.utf8))
    builder.data(at: [.i32(Place.outputVector)], littleEndian(Place.output, Int32(Self.output.utf8.count)))
    let globals = Globals(
      heap: builder.global(nil, GlobalType(.i32, mutable: true), [.i32(Place.heap)]),
      exitCode: builder.global(nil, GlobalType(.i32, mutable: true), [.i32(0)]))

    let run = addRun(to: &builder, write: write, exit: exit, call: call, extensionImport: extensionImport)
    for function in GuestFunction.allCases where !missing.contains(function.name) && (function.version == 0 || version != nil) {
      let type = function.name == mistyped ? FunctionType(parameters: [.i64]) : function.type
      builder.function(function.name, type.parameters, type.results, body(of: function, type, run: run, globals))
    }
    return builder.bytes
  }

  private func body(of function: GuestFunction, _ type: FunctionType, run: UInt32, _ globals: Globals) -> [Code] {
    if function.name == mistyped { return [] }
    switch function {
    case .allocate:
      return [.op(.globalGet, globals.heap), .op(.globalGet, globals.heap), .get(0), .op(.i32Add), .op(.globalSet, globals.heap)]
    case .execute, .executeNamed, .executeInteractive, .executeFunction, .installModule:
      return [.get(0), .call(run), .op(.globalSet, globals.exitCode), .op(.globalGet, globals.exitCode)]
    case .getExitCode: return [.op(.globalGet, globals.exitCode)]
    case .abiVersion: return [.i32(version ?? 0)]
    case .initializePython: return [.i32(initializationStatus)]
    case .getInterruptRequest: return [.i32(Place.interruptRequest)]
    case .getResultLength: return [.i32(-1)]
    case .getStdoutLength: return [.i32(Int32(Self.output.utf8.count))]
    case .getStdout:
      // One byte after the other would do as well; the host never asks for fewer.
      return [.get(0), .i32(Place.output), .memory(.i32Load), .memory(.i32Store), .i32(Int32(Self.output.utf8.count))]
    default: return type.results.isEmpty ? [] : [.i32(0)]
    }
  }

  /// A function that does what the first letter at its argument says.
  private func addRun(
    to builder: inout ModuleBuilder, write: UInt32, exit: UInt32, call: UInt32, extensionImport: UInt32?
  ) -> UInt32 {
    let run = builder.nextFunction
    let writeOutput: [Code] = [.i32(1), .i32(Place.outputVector), .i32(1), .i32(Place.scratch), .call(write), .op(.drop)]
    let forever: Code = .loop(.none, [.op(.br, 0)])
    func when(_ script: Script, _ body: [Code]) -> [Code] {
      [.get(0), .memory(.i32Load8U), .i32(Int32(script.rawValue.utf8.first ?? 0)), .op(.i32Eq), .when(.none, body)]
    }
    var body: [Code] = []
    body += when(.loop, [forever])
    body += when(.writeAndLoop, writeOutput + [forever])
    body += when(.writeAndTrap, writeOutput + [.op(.unreachable)])
    body += when(.writeAndExit, writeOutput + [.i32(7), .call(exit)])
    let isNotInterrupted: [Code] = [.i32(Place.interruptWord), .memory(.i32Load), .i32(Self.interruptMask), .op(.i32And), .op(.i32Eqz)]
    body += when(.waitForInterruption, [.loop(.none, isNotInterrupted + [.op(.brIf, 0)]), .i32(1), .op(.return)])
    body += when(.badAddress, [.i32(-1), .i32(8), .i32(0), .i32(0), .i32(0), .i32(0), .call(call), .op(.drop)])
    body += when(.recursion, [.get(0), .call(run), .op(.drop)])
    body += when(.notStarted, [.i32(-1), .op(.return)])
    if let extensionImport { body += when(.callExtension, [.i32(41), .call(extensionImport), .op(.return)]) }
    return builder.function(nil, [.i32], [.i32], body + [.i32(0)])
  }
}
