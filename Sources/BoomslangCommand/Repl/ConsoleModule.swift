/// The part of the prompt that runs in the guest. It knows what the library's `executeInteractive` does not tell: that the
/// input asked for the end. And it takes what was pasted, which may be several statements.
enum ConsoleModule {
  static let name = "_boomslang_console"
  /// Where `executeFunction` finds it.
  static let handle = "__boomslang_console__"

  static let source = #"""
    """What `boomslang repl` has in the guest."""

    import ast
    import builtins
    import codeop
    import linecache
    import sys

    _compile_command = codeop.CommandCompiler()
    _count = 0


    def install():
        builtins.__boomslang_console__ = sys.modules[__name__]
        if "" not in sys.path:
            sys.path.insert(0, "")


    def push(source, is_all):
        """Runs what was typed. Tells whether more is needed ("more"), whether it ran ("done") or asked for the end ("exit")."""
        global _count
        name = f"<python-input-{_count}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            codes = _compile(source, name)
            if codes is None and is_all:
                codes = [compile(source, name, "exec")]  # which tells what is missing
        except Exception as error:
            _show(_placed(error, source, name).with_traceback(None))
            return {"state": "done", "code": 0}
        if codes is None:
            return {"state": "more", "code": 0}
        _count += 1
        try:
            for code in codes:
                exec(code, _namespace())
        except SystemExit as request:
            return {"state": "exit", "code": _exit_code(request)}
        except BaseException as error:
            frames = error.__traceback__
            _show(error.with_traceback(frames and frames.tb_next))  # without this function's own
        return {"state": "done", "code": 0}


    def complete(name):
        """The names that begin so."""
        import rlcompleter

        completer = rlcompleter.Completer(_namespace())
        return sorted(set(completer.attr_matches(name) if "." in name else completer.global_matches(name)))


    def _namespace():
        return vars(sys.modules["__main__"])


    def _compile(source, name):
        head, _, last = source.rpartition("\n")
        if head and not last.strip():
            source = head + "\n"  # an indentation and nothing behind it ends a block
        try:
            code = _compile_command(source, name, "single")
            return None if code is None else [code]
        except SyntaxError as error:
            return _compile_statements(source, name, error)


    def _compile_statements(source, name, error):
        """Several statements, each of which is to be treated as if typed alone."""
        try:
            statements = ast.parse(source, name).body
        except SyntaxError:
            if _begins(source, name):
                return None
            raise error from None
        if len(statements) < 2:
            raise error
        last = source.rpartition("\n")[2]
        if last.startswith((" ", "\t")):
            return None  # the last block may go on
        return [_compile_command.compiler(ast.Interactive([statement]), name, "single") for statement in statements]


    def _placed(error, source, name):
        """The error with a place, which it has at the end of the source only if the line ends there, and with its line."""
        if not isinstance(error, SyntaxError):
            return error
        if not error.offset:
            try:
                compile(source + "\n", name, "single", dont_inherit=True)
            except SyntaxError as placed:
                placed.__context__ = None
                error = placed
        if error.text is None and error.lineno:
            error.text = linecache.getline(name, error.lineno)
        return error


    def _begins(source, name):
        """Whether this is the beginning of a correct text."""
        try:
            return codeop.compile_command(source, name, "exec") is None
        except (SyntaxError, OverflowError, ValueError):
            return False


    def _exit_code(request):
        if request.code is None:
            return 0
        if isinstance(request.code, int):
            return request.code & 0xFF
        print(request.code, file=sys.stderr)
        return 1


    def _show(error):
        sys.last_exc = error
        sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
        sys.excepthook(type(error), error, error.__traceback__)
    """#
}
