"""What the golden snapshot has imported: what most scripts need, or what is slow to import for what it does."""

MODULES = (
    "abc", "argparse", "array", "asyncio", "base64", "bisect", "boomslang_host", "codeop", "collections", "contextlib",
    "copy", "csv", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "glob", "hashlib", "heapq", "html",
    "inspect", "io", "itertools", "json", "linecache", "logging", "math", "operator", "os", "pathlib", "pickle", "pprint",
    "random", "re", "runpy", "shutil", "sqlite3", "statistics", "string", "struct", "tempfile", "textwrap", "threading",
    "time", "traceback", "types", "typing", "unicodedata", "urllib.parse", "uuid", "warnings", "weakref", "xml.etree.ElementTree",
    "zipfile", "zlib", "zoneinfo",
)
