"""Runs the checks of the suites named against our side of each, the driver.

usage: run.py DRIVER SUITE...

A suite is a folder beside this file; its checks are the functions named check_... of its modules named check_.... A
client's suite has the name of the client, which is often that of the package it imports: its modules are therefore
those of Interop.SUITE, and name each other relatively.
The last line is `N passed, N failed`, with `, N skipped` where some were.
"""

import importlib
import pathlib
import sys
import tempfile
import traceback

from harness.checks import Checks, Skipped
from harness.driver import Driver

here = pathlib.Path(__file__).resolve().parent
sys.path.append(str(here.parent))


def modules(suite):
    for path in sorted((here / suite).glob("check_*.py")):
        yield importlib.import_module(f"{here.name}.{suite}.{path.stem}")


def functions(module):
    return [value for name, value in vars(module).items() if name.startswith("check_") and callable(value)]


def run(function, checks, driver):
    """One function in a directory of its own; what it throws is a failure of it."""
    with tempfile.TemporaryDirectory(prefix="session-vault-") as directory:
        try:
            function(checks, driver, pathlib.Path(directory))
        except Skipped as reason:
            checks.skip(f"{function.__module__}.{function.__name__}", reason)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # The traps around the real client are no Exceptions.
            checks.fail(f"{function.__module__}.{function.__name__}", error)
            traceback.print_exc()


def main():
    checks, driver = Checks(), Driver(sys.argv[1])
    for suite in sys.argv[2:]:
        found = [function for module in modules(suite) for function in functions(module)]
        if not found:
            checks.fail(suite, "there are no checks in it")
        for function in found:
            run(function, checks, driver)
    print(checks.totals())
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
