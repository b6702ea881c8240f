enum Version {
  static let current = "0.1.0"
}

enum ExitCode {
  /// The guest trapped or threw.
  static let trap: Int32 = 134
  /// The file is no module, or cannot be linked.
  static let module: Int32 = 1
  /// The command line is wrong.
  static let usage: Int32 = 64
  /// The file cannot be read.
  static let input: Int32 = 66
}

enum Usage {
  static let text = """
    usage: boomslang wasm [OPTIONS] FILE [-- ARGUMENT…]
           boomslang wasm [OPTIONS] FILE --invoke NAME [ARGUMENT…]

    Runs a WebAssembly module: a WASI command, which gets the arguments after --, this process's standard streams and
    nothing else, and whose exit code becomes that of this process; or a single function of any module.

      --dir HOST[::GUEST][:ro]
                          let the program use the directory HOST, under the path GUEST, only for reading with :ro;
                          can be given several times
      --env NAME[=VALUE]  give the program an environment variable, without a value that of this process;
                          can be given several times
      --invoke NAME       call the exported function NAME with numeric arguments and print its results, one per line
      --stats             print load, translation and run times to standard error
      --validate          validate all functions before running any (usually each is, when it is first called)
      --check             validate and translate all functions, but run nothing
      --fuel N            stop after N instructions
      --timeout SECONDS   stop after that time
      --stack-size BYTES  stack for guest calls (default: 8388608)
      --help, --version
    """
}
