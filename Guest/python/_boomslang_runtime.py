"""The part of the guest's own code that is easier to say in Python than in C. The C code calls every function here."""

import _json
import io
import os
import sys


def add_builtins():
    """What the module `site` would add; importing it takes longer than all else."""
    import _sitebuiltins
    import builtins

    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D (i.e. EOF)")
    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D (i.e. EOF)")
    builtins.help = _sitebuiltins._Helper()


def open_stream(descriptor):
    """A standard stream as CPython makes it at its start with `-u`."""
    raw = io.FileIO(descriptor, "r" if descriptor == 0 else "w", closefd=False)
    raw.name = ("<stdin>", "<stdout>", "<stderr>")[descriptor]
    if descriptor == 0:
        stream = io.TextIOWrapper(io.BufferedReader(raw), "utf-8", "surrogateescape")
        stream.mode = "r"
    else:
        errors = "surrogateescape" if descriptor == 1 else "backslashreplace"
        stream = io.TextIOWrapper(raw, "utf-8", errors, newline="\n", write_through=True)
        stream.mode = "w"
    return stream


class _JSON:
    """What the module `json` does by default, without importing it, which takes as long as starting Python."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int = float, int

    def parse_constant(name):
        raise ValueError(f"{name} is no JSON")

    def read(text):
        try:
            value, end = _json.make_scanner(_JSON)(text, len(text) - len(text.lstrip()))
        except StopIteration as error:
            raise ValueError(f"no JSON at character {error.value}: {text[:40]!r}") from None
        if text[end:].strip():
            raise ValueError(f"more than one JSON value: {text[:40]!r}")
        return value

    def write(value):
        def refuse(value):
            raise TypeError(f"JSON cannot express a {type(value).__name__}")

        encode = _json.make_encoder({}, refuse, _json.encode_basestring, None, ": ", ", ", False, False, False)
        return "".join(encode(value, 0))


def configure(text):
    settings = _JSON.read(text)
    if not isinstance(settings, dict):
        raise TypeError(f"the settings must be a JSON object, not {type(settings).__name__}")
    if unknown := settings.keys() - {"arguments", "environment", "path", "directory"}:
        raise ValueError(f"unknown settings: {', '.join(sorted(unknown))}")
    if "arguments" in settings:
        sys.argv = [str(argument) for argument in settings["arguments"]]
        sys.orig_argv = ["python3", *sys.argv]
    if "environment" in settings:
        os.environ.clear()
        os.environ.update(settings["environment"])
    for entry in settings.get("path", ()):
        if entry not in sys.path:
            sys.path.append(entry)
    if "directory" in settings:
        os.chdir(settings["directory"])


def complete_arguments(program):
    """Puts the source or the name behind the `-c` or `-m` of `sys.orig_argv`, where `sys.argv` has none."""
    if sys.orig_argv[1:2] in (["-c"], ["-m"]) and sys.orig_argv[2:] == sys.argv[1:]:
        sys.orig_argv.insert(2, program)


def complete_command(source):
    """The code of what was typed at a prompt; None: there is more to come."""
    import codeop

    try:
        return codeop.compile_command(source, "<stdin>", "single")
    except SyntaxError as error:
        failure = error
    if not failure.offset:
        # An error at the end of the source has a place only if the line ends there.
        try:
            compile(source + "\n", "<stdin>", "single", dont_inherit=True)
        except SyntaxError as error:
            failure = error
    add_line(failure, source)
    raise failure


def add_line(error, source):
    """Gives a syntax error that lacks it the line of its source."""
    if isinstance(error, SyntaxError) and error.text is None and error.lineno:
        error.text = "".join(source.split("\n")[error.lineno - 1:error.lineno])


def prepare_script(path):
    """Readies `__main__` for the script at `path`.

    The result is what to run: the path of a source file, the code of a compiled one, or None, which stands for the `__main__`
    of a folder or an archive.
    """
    import _frozen_importlib_external as loaders

    main = sys.modules["__main__"]
    if os.path.isdir(path) or _is_archive(path):
        _put_first(path)
        return None
    with io.open_code(path) as file:
        code = file.read() if path.endswith(".pyc") else path
    main.__file__ = path
    main.__cached__ = None
    _put_first(os.path.dirname(os.path.abspath(path)))
    if code is path:
        main.__loader__ = loaders.SourceFileLoader("__main__", path)
        return path
    import marshal

    if not code.startswith(loaders.MAGIC_NUMBER):
        raise ImportError(f"{path} was compiled by another version of Python")
    main.__loader__ = loaders.SourcelessFileLoader("__main__", path)
    return marshal.loads(code[16:])


def _is_archive(path):
    if path.endswith((".py", ".pyc")):
        return False
    import zipfile

    return zipfile.is_zipfile(path)


def _put_first(folder):
    if sys.path[:1] != [folder]:
        sys.path.insert(0, folder)


def show_sources():
    """Lets `linecache` find the lines of code that is in no file."""
    import _boomslang
    import linecache

    sources = _boomslang.sources()
    if sources == _shown:
        return
    lines = linecache._interactive_cache
    for key in _shown_keys:
        lines.pop(key, None)
    known = set(lines)
    for code, source in sources:  # the newest last: names may have been used again
        linecache._register_code(code, source, code.co_filename)
    _shown[:] = sources
    _shown_keys[:] = lines.keys() - known


_shown, _shown_keys = [], []


def source_line(filename, number):
    """A line of the newest source that ran under that name; empty if there is none."""
    import _boomslang

    for code, source in reversed(_boomslang.sources()):
        if code.co_filename == filename:
            return "".join(source.split("\n")[number - 1:number])
    return ""


def to_json(value):
    return _JSON.write(value)


def arguments_from_json(text):
    arguments = _JSON.read(text)
    if not isinstance(arguments, list):
        raise TypeError(f"the arguments must be a JSON array, not {text[:40]}")
    return tuple(arguments)


def find_function(name):
    """A function of `__main__`, or of something in there: `len`, `report`, `json.dumps`."""
    import builtins

    main = sys.modules["__main__"]
    first, *rest = name.split(".")
    missing = NameError(f"there is no function {name!r} in __main__")
    found = vars(main).get(first, vars(builtins).get(first, missing))
    for part in rest:
        found = getattr(found, part, missing)
    if found is missing:
        raise missing
    if not callable(found):
        raise TypeError(f"{name!r} in __main__ is a {type(found).__name__}, not a function")
    return found


def add_module(name):
    """A new, empty module where `import name` finds it. The code that fills it runs after this."""
    import importlib
    import importlib.machinery

    if not all(part.isidentifier() for part in name.split(".")):
        raise ValueError(f"{name!r} is no name of a module")
    module = type(sys)(name)
    module.__spec__ = importlib.machinery.ModuleSpec(name, None, origin=f"<module {name}>")
    module.__file__ = f"<module {name}>"
    package, _, last = name.rpartition(".")
    module.__package__ = package
    if package:
        parent = importlib.import_module(package)
        if not hasattr(parent, "__path__"):
            parent.__path__ = []
            parent.__package__ = package
        setattr(parent, last, module)
    sys.modules[name] = module
    return module


def remove_module(name):
    for known in list(sys.modules):
        if known == name or known.startswith(name + "."):
            del sys.modules[known]
    package, _, last = name.rpartition(".")
    if package in sys.modules:
        vars(sys.modules[package]).pop(last, None)


def prewarm():
    import gc
    import importlib

    import _boomslang_prewarm

    for module in _boomslang_prewarm.MODULES:
        try:
            importlib.import_module(module)
        except Exception as error:
            raise ImportError(f"{module} cannot be prewarmed") from error
    # What is there now stays: a collection that looked at all of it would write to all of it.
    gc.collect()
    gc.freeze()


def thaw():
    """Lets the end of Python find everything."""
    import gc

    gc.unfreeze()


def reseed():
    """Other random numbers than those that every instance of an image would draw. The secret of `hash` stays."""
    for name, forget in _seeded.items():
        module = sys.modules.get(name)
        # A script may have put anything in their place: that is its own affair, and no reason for later ones to fail.
        if module is not None:
            try:
                forget(module)
            except Exception:
                pass


def _forget_uuid(uuid):
    uuid._node = uuid._last_timestamp = None


def _forget_tempfile(tempfile):
    tempfile._name_sequence = None


_seeded = {
    "random": lambda module: module.seed(),
    "numpy.random": lambda module: module.seed(),
    "uuid": _forget_uuid,
    "tempfile": _forget_tempfile,
}


def clear_main():
    """Leaves in `__main__` what every new Python has there."""
    import _frozen_importlib
    import gc

    names = vars(sys.modules["__main__"])
    for name in list(names):
        if name not in ("__name__", "__doc__", "__package__", "__loader__", "__spec__", "__builtins__"):
            del names[name]
    names["__loader__"] = _frozen_importlib.BuiltinImporter
    gc.collect()
