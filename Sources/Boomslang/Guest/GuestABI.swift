import WasmCore

/// What the guest exports and imports: every name, once. `Guest/ABI.md` says what they mean.
package enum GuestABI {
  /// The latest version this host knows. 0 stands for the base, which has no number of its own.
  static let version: Int32 = 2

  static let memory = "memory"

  /// The module name of the imports.
  package static let importModule = "boomslang"

  /// The names under which the guest asks for more about the call before.
  enum ReservedCall: String {
    case error = "__host_error__"
    case resultSize = "__host_result_size__"
    case result = "__host_result__"
  }
}

/// A function that the guest exports. All parameters and results are `i32`.
package enum GuestFunction: String, CaseIterable, Sendable {
  case initialize = "_initialize"
  case allocate = "alloc"
  case deallocate = "dealloc"
  case compileSource = "compile_source"
  case loadBytecode = "load_bytecode"
  case execute
  case executeFunction = "execute_function"
  case installModule = "install_module"
  case uninstallModule = "uninstall_module"
  case resetState = "reset_state"
  case getStdoutLength = "get_stdout_len"
  case getStdout = "get_stdout"
  case getStderrLength = "get_stderr_len"
  case getStderr = "get_stderr"
  case getHeapPages = "get_heap_pages"

  case abiVersion = "abi_version"
  case initializePython = "initialize_python"
  case prewarm
  case configure
  case compileNamed = "compile_named"
  case executeNamed = "execute_named"
  case executeInteractive = "execute_interactive"
  case runFile = "run_file"
  case runModule = "run_module"
  case finalizePython = "finalize_python"
  case getExitCode = "get_exit_code"
  case getResultLength = "get_result_len"
  case getResult = "get_result"
  case setOutputMode = "set_output_mode"
  case getInterruptRequest = "get_interrupt_request"

  case suspend

  package var name: String { rawValue }

  private var signature: (version: Int32, parameters: Int, returns: Bool) {
    switch self {
    case .initialize, .resetState: (0, 0, false)
    case .allocate: (0, 1, true)
    case .deallocate: (0, 2, false)
    case .compileSource, .executeFunction, .installModule: (0, 4, true)
    case .loadBytecode, .execute, .uninstallModule, .getStdout, .getStderr: (0, 2, true)
    case .getStdoutLength, .getStderrLength, .getHeapPages: (0, 0, true)
    case .abiVersion, .initializePython, .prewarm, .finalizePython, .getExitCode, .getResultLength, .getInterruptRequest: (1, 0, true)
    case .configure, .executeInteractive, .runFile, .runModule, .getResult: (1, 2, true)
    case .compileNamed: (1, 6, true)
    case .executeNamed: (1, 4, true)
    case .setOutputMode: (1, 1, false)
    case .suspend: (2, 1, false)
    }
  }

  /// The first version that has it.
  package var version: Int32 { signature.version }

  package var type: FunctionType {
    FunctionType(parameters: Array(repeating: .i32, count: signature.parameters), results: signature.returns ? [.i32] : [])
  }
}

/// A function of the host that the guest imports.
enum GuestImport: String, CaseIterable {
  case call
  case log

  var type: FunctionType {
    switch self {
    case .call: FunctionType(parameters: Array(repeating: .i32, count: 6), results: [.i32])
    case .log: FunctionType(parameters: Array(repeating: .i32, count: 3))
    }
  }
}
