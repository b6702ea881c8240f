enum Usage {
  static func show(_ text: String) -> Int32 {
    print(text)
    return 0
  }

  static let overview = """
    usage: boomslang COMMAND [OPTIONS] …

    Runs Python in a sandbox: CPython, compiled to WebAssembly, that sees nothing
    of this computer but what it is given.

      run     run a script, a module or a line of Python
      repl    a prompt for Python
      info    what is installed: Python's version, packages, the engine
      profile find out which functions of the guest are worth compiling
      snapshot
              start Python once, for all instances of a guest to begin with
      bench   measure what instances cost
      wasm    run any WebAssembly module

      --help, --version

    boomslang COMMAND --help tells about each of them. For example:

      boomslang run -c 'print(6 * 7)'
      boomslang run --timeout 10 --mount .::/work script.py argument
      boomslang repl
    """

  static let run = """
    usage: boomslang run [OPTIONS] -c CODE [ARGUMENT…]
           boomslang run [OPTIONS] -m MODULE [ARGUMENT…]
           boomslang run [OPTIONS] FILE [ARGUMENT…]
           boomslang run [OPTIONS] - [ARGUMENT…]

    Runs Python as python does: code, a module, a file of this computer (a script,
    or a folder or archive with a __main__.py), or what is on standard input.
    Options stand before it; everything after it is the program's own, in sys.argv.

    The program starts in /work, a folder in memory with nothing in it but its own
    file. It sees no other file of this computer, none of its environment variables
    and no network. It has this process's standard streams.

    \(sandbox)
      --stdin FILE        standard input comes from FILE
      --save-state FILE   when the program has ended without an error, write the
                          state that Python is in to FILE: names, modules, files in
                          memory
      --state FILE        go on with such a state, of the same guest
      --help

    Exit codes: Python's own; 2 the command line is wrong; 1 there is no guest;
    124 --timeout or --fuel ended the program; 130 Ctrl-C did; 134 the sandbox
    itself failed.
    """

  static let repl = """
    usage: boomslang repl [OPTIONS]

    A prompt for Python in the sandbox. Without a terminal, lines are read from
    standard input. Each of the limits is for one input.

      Ctrl-A -E -B -F     move, as the arrows, Home and End do; Alt-B -F by words
      Ctrl-K -U -W -Y     remove to the end, to the start, a word; bring back
      Ctrl-P -N -R        earlier inputs, as up and down; look for one
      Tab                 complete a name, or indent
      Alt-Enter           begin a line without running anything
      Ctrl-L, Ctrl-Z      clear the screen, suspend
      Ctrl-C              interrupt what runs; pressed again, end it
      Ctrl-D              leave

    \(sandbox)
      --help

    Inputs are kept in ${XDG_STATE_HOME:-~/.local/state}/boomslang/history.
    """

  static let info = """
    usage: boomslang info [OPTIONS]

    Tells the version of Python, what is built into it, and what executes it.

      --json              as JSON
      --guest DIR         of the guest in the folder DIR
      --help
    """

  static let profile = """
    usage: boomslang profile [OPTIONS] PROGRAM…

    Runs programs, each as boomslang run does in a sandbox of its own, and writes
    down how many WebAssembly instructions each function of the guest executed for
    them and for Python's start: what wasm2swift --profile needs to compile only the
    functions that matter.

    A PROGRAM is a file, a folder or an archive, - for standard input, -c CODE or
    -m MODULE. It gets no arguments and an empty standard input; time and randomness
    are the same in every run, so that the same programs make the same profile. When
    one fails, no others run and nothing is written.

      -o, --output FILE   where the profile goes (default: boomslang.profile)
    \(limits)
    \(guest)
      --help

    The profile has one line for each function that was used, the heaviest first.
    How many of them do most of the work is told on standard error. Exit codes: as
    those of boomslang run; that of the program that failed.
    """

  static let snapshot = """
    usage: boomslang snapshot [OPTIONS] IN.wasm OUT

    Starts Python in the guest IN.wasm, which lies in its folder with guest.json and
    its standard library, imports what most scripts need, and writes the state that
    it is in then: all instances of the guest begin with it if OUT is golden.image in
    the same folder. The same guest makes the same file.

      --module FILE       write the state as a WebAssembly module, too, which any
                          engine with WASI can run
      --engine auto|aot|interpreter
                          what executes Python meanwhile
      --help

    Exit codes: 1 Python could not be started, with its traceback; nothing is written.
    """

  static let bench = """
    usage: boomslang bench instances [OPTIONS]
           boomslang bench files [OPTIONS]

    Measures how long it takes to make an instance of Python, to run a script of one
    line in it, to reset it, to fork it, to save and load its state, and to stop code
    that never ends; and how much memory instances have of their own. Beside it, what
    the operating system needs to map and unmap as much memory. With files: how long
    it takes to make, fork and reset an instance that has many small files.

      --count N           how often each is measured (default: 1000)
      --live N            how many instances live at the same time (default: 1000)
      --files N           how many files there are (default: 270000)
      --json              as JSON
      --engine auto|aot|interpreter
    \(guest)
      --help
    """

  static let wasm = """
    usage: boomslang wasm [OPTIONS] FILE [-- ARGUMENT…]
           boomslang wasm [OPTIONS] FILE --invoke NAME [ARGUMENT…]

    Runs a WebAssembly module: a WASI command, which gets the arguments after --,
    this process's standard streams and nothing else, and whose exit code becomes
    that of this process; or a single function of any module.

      --dir HOST[::GUEST][:ro]
                          let the program use the directory HOST, under the path
                          GUEST, only for reading with :ro; more than one possible
      --env NAME[=VALUE]  give the program an environment variable, without a value
                          that of this process; more than one possible
      --invoke NAME       call the exported function NAME with numeric arguments and
                          print its results, one per line
      --profile FILE      write down how many instructions each function executed,
                          for wasm2swift, unless the program fails
      --stats             print load, translation and run times to standard error
      --validate          validate all functions before running any (usually each
                          is, when it is first called)
      --check             validate and translate all functions, but run nothing
      --fuel N            stop after N instructions
      --timeout SECONDS   stop after that time
      --stack-size BYTES  stack for guest calls (default: 8388608)
      --help

    Exit codes: the program's own; 2 the command line is wrong; 66 the file cannot
    be read; 1 it is no module, or needs what there is not; 124 --timeout or
    --fuel ended it; 134 it trapped.
    """

  private static let sandbox = """
    \(limits)
      --engine auto|aot|interpreter
                          what executes Python: the compiled guest, the interpreter,
                          or (auto) the best there is
    \(guest)
    """

  private static let limits = """
      --mount HOST::GUEST[:ro]
                          let the program use the directory HOST, under the path
                          GUEST (/work, too), only for reading with :ro; more than
                          one possible
      --env NAME[=VALUE]  give the program an environment variable, without a value
                          that of this process; more than one possible
      --timeout SECONDS   stop after that time
      --memory MB         the most memory Python may have (default: 1024)
      --output-limit BYTES
                          the most that is shown of standard output, and of standard
                          error; the rest is dropped
      --fuel N            stop after N WebAssembly instructions; slower
    """

  private static let guest = """
      --guest DIR         the folder of the guest (default: $BOOMSLANG_GUEST, else
                          where make guest puts it)
    """
}
