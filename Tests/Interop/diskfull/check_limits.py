"""Limits that are reached like a full disk: names of a file system, open files of a process, the length of a file."""

import contextlib
import hashlib
import os
import resource
import shutil
import signal

from diskfull import operations
from diskfull.check_full import FULL, integrity
from diskfull.disk import mounted
from harness.driver import DriverError

# Swift's runtime itself opens files now and then, and ends the process where it cannot (libdispatch's count of its busy
# threads, from /proc). That says nothing of the library: such a run is repeated, and then passed over.
CRASH, TRIES = "ended with status -4", 8
TOO_MANY = "too many open files: {} are needed, and {} are allowed; raise the limit (ulimit -n)"
LIMITED = [
    operation for operation in operations.operations()
    if operation.name in ("create", "open", "first write", "update peers", "delete")
    or (operation.name, operation.start) == ("encrypt", "plain")
]


def attempt(operation, driver, path, fill=lambda: None):
    """The error, or None."""
    try:
        operation.run(driver, path, fill)
    except DriverError as error:
        return str(error)
    return None


def states(operation, driver, path, source):
    """Before and after it, where nothing is in its way."""
    found = []
    for body in (lambda: None, lambda: operation.run(driver, path)):
        shutil.rmtree(path.parent, ignore_errors=True)
        shutil.copytree(source, path.parent)
        body()
        found.append(operation.read(driver, path))
    shutil.rmtree(path.parent)
    return found


def check_a_file_system_without_names(checks, driver, directory):
    starts = operations.prepare(driver, directory)
    with mounted(directory, "names", "size=6m,nr_inodes=40") as disk:
        for operation in LIMITED:
            name = f"no names left: {operation.name} ({operation.start})"
            allowed = states(operation, driver, directory / "aside" / "full.session", starts / operation.start)
            for names in range(4):
                disk.restore(starts / operation.start)
                error = attempt(operation, driver, disk.path, lambda: disk.fill_names(names))
                checks.true(f"{name}: {names} left: {error}", error in (None, FULL))
                disk.empty()
                found = operation.read(driver, disk.path)
                expected = allowed[1:] if error is None else allowed
                checks.true(f"{name}: {names} left: the old state or the new", found in expected)
                checks.true(f"{name}: {names} left: one file is left", disk.names() in (["full.session"], []))
                # Elsewhere there is a log already, or a journal whose place it takes.
                if names == 0 and operation.start in ("nothing", "plain", "sealed", "delete"):
                    checks.equal(f"{name}: none left", error, FULL)
            checks.equal(f"{name}: a few are enough", error, None)


def check_a_process_without_files(checks, driver, directory):
    starts = operations.prepare(driver, directory)
    home, fewest, ever_refused = directory / "home", least(driver), 0
    for operation in LIMITED:
        name = f"no files left: {operation.name} ({operation.start})"
        allowed = states(operation, driver, home / "full.session", starts / operation.start)
        refused = 0
        for limit in range(fewest, 64):
            shutil.copytree(starts / operation.start, home)
            before = digests(home)
            limited = Limited(driver, resource.RLIMIT_NOFILE, limit)
            error = next(
                found for number in range(TRIES)
                if (found := attempt(operation, limited, home / "full.session")) != CRASH or number == TRIES - 1
            )
            if error == CRASH:
                shutil.rmtree(home)
                continue
            checks.true(f"{name}: limit {limit}: {error}", error in (None, TOO_MANY.format(limit + 3, limit)))
            if error is not None and refused == 0:
                checks.true(f"{name}: limit {limit}: nothing is changed", digests(home) == before)
            refused += error is not None
            found = operation.read(driver, home / "full.session")
            checks.true(f"{name}: limit {limit}: the old state or the new", found in (allowed[1:] if error is None else allowed))
            shutil.rmtree(home)
            if error is None:
                break
        checks.equal(f"{name}: enough are enough", error, None)
        ever_refused += refused
    checks.true("no files left: too few are too few", ever_refused >= len(LIMITED) // 2)


def check_a_limit_of_a_file_s_length(checks, driver, directory):
    starts = operations.prepare(driver, directory)
    home = directory / "home"
    for operation in LIMITED:
        name = f"length of a file: {operation.name} ({operation.start})"
        allowed = states(operation, driver, home / "full.session", starts / operation.start)
        refused = 0
        for pages in (0, 1, 4, 9, 10, 12, 16, 24, 48, 400):
            shutil.copytree(starts / operation.start, home)
            error = attempt(operation, Limited(driver, resource.RLIMIT_FSIZE, pages * 4096), home / "full.session")
            checks.true(f"{name}: {pages} pages: no crash: {error}", error is None or "status" not in error)
            refused += error is not None
            found = operation.read(driver, home / "full.session")
            checks.true(f"{name}: {pages} pages: the old state or the new", found in (allowed[1:] if error is None else allowed))
            if (home / "full.session").exists():
                checks.equal(f"{name}: {pages} pages: SQLite finds it whole", integrity(home / "full.session"), "ok")
            shutil.rmtree(home)
        checks.equal(f"{name}: enough is enough", error, None)
        print(f"{name}: {refused} refused")


class Limited:
    """The driver under a limit of its process."""

    def __init__(self, driver, kind, limit):
        self.driver, self.kind, self.limit = driver, kind, limit

    def run(self, *arguments, **options):
        return self.driver.run(*arguments, **self.limited(options))

    def json(self, *arguments, **options):
        return self.driver.json(*arguments, **self.limited(options))

    def limited(self, options):
        values = options.get("values", {}) | {"SWIFT_BACKTRACE": "enable=no"}
        return options | dict(values=values, preexec_fn=self.restrict, restore_signals=False)

    def restrict(self):
        # A signal would end the process where the call is to fail.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(self.kind, (self.limit, self.limit))


def least(driver):
    """The fewest files that Swift's runtime starts with."""
    for limit in range(4, 64):
        with contextlib.suppress(DriverError):
            Limited(driver, resource.RLIMIT_NOFILE, limit).run("delete", "/nonexistent/x.session")
            return limit
    raise RuntimeError("the driver does not start with 64 files")


def digests(home):
    return {name: hashlib.sha256((home / name).read_bytes()).digest() for name in os.listdir(home)}
