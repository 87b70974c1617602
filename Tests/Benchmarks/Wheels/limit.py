"""Runs the limit in C on the SQLite inside a wheel: limit.py LIMIT.SO MODE DIRECTORY.

A wheel's extension module has SQLite in it and gives its functions to whoever asks the process for them, once it is
loaded for all. The limit, loaded after it, finds them there. From then on no Python runs: the interpreter is what
the module needs to be loaded into.
"""

import ctypes
import importlib
import os
import sys

WHEELS = {"sqlcipher": "sqlcipher3", "sqlite3mc-aegis": "pysqlite3mc", "sqlite3mc-chacha20": "pysqlite3mc"}


def main() -> int:
    library, mode, directory = sys.argv[1:]
    sys.setdlopenflags(os.RTLD_NOW | os.RTLD_GLOBAL)
    module = importlib.import_module(f"{WHEELS[mode]}.dbapi2")
    found = ctypes.CDLL(None).sqlite3_libversion
    found.restype = ctypes.c_char_p
    if found().decode() != module.sqlite_version:
        raise SystemExit(f"limit.py: SQLite {found().decode()} is not that of the wheel")
    arguments = [b"Limit", mode.encode(), os.fsencode(directory)]
    vector = (ctypes.c_char_p * (len(arguments) + 1))(*arguments, None)
    return ctypes.CDLL(library, os.RTLD_NOW).limit_main(len(arguments), vector)


sys.exit(main())
