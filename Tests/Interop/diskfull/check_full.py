"""A disk that is full at every write of every operation: an error that says so, and the old state or the new one."""

import concurrent.futures
import contextlib
import queue
import sqlite3

from diskfull import operations
from diskfull.disk import mounted
from harness.driver import DriverError
from harness.remnants import remnants

FULL = "the disk is full"
NAMES = {"full.session", "full.session-wal", "full.session-journal", "full.session-shm", "copy.session"}
ONE_BY_ONE = 64
AT_ONCE = 2


def check_a_full_disk(checks, driver, directory):
    starts = operations.prepare(driver, directory)
    disks = queue.Queue()
    with contextlib.ExitStack() as stack:
        for number in range(AT_ONCE):
            disks.put(stack.enter_context(mounted(directory, f"disk{number}", "size=6m")))
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as workers:
            for sweep in workers.map(lambda operation: Sweep(driver, starts, operation).run(disks), operations.operations()):
                sweep.report(checks)


class Sweep:
    """An operation on a disk with ever more pages free, until it succeeds."""

    def __init__(self, driver, starts, operation):
        self.driver, self.operation, self.source = driver, operation, starts / operation.start
        self.name = f"full disk: {operation.name} ({operation.start})"
        self.passed, self.wrong, self.tried, self.failures = 0, [], 0, 0

    def run(self, disks):
        disk = disks.get()
        try:
            self.sweep(disk)
        except (DriverError, sqlite3.Error, OSError) as error:
            self.wrong.append(f"ended early: {error!r}")
        finally:
            disk.empty()
            disks.put(disk)
        return self

    def sweep(self, disk):
        disk.restore(self.source)
        old = self.operation.read(self.driver, disk.path)
        disk.restore(self.source)
        self.operation.run(self.driver, disk.path)
        new = self.operation.read(self.driver, disk.path)
        # What the close has to do is done already: to lose it would be to lose what was said to be written.
        self.allowed = [new] if self.operation.is_held else [old, new]
        if self.operation.clears_rows:
            self.allowed += [(old[0], [], old[2]), (old[0], [], [])]
        for pages in steps():
            disk.restore(self.source)
            self.tried += 1
            if self.once(disk, pages):
                self.true(pages, "what succeeds is there", self.operation.read(self.driver, disk.path) == new)
                return
        self.true(pages, "it succeeds in the end", False)

    def once(self, disk, pages):
        """Whether it succeeded."""
        error = None
        try:
            self.operation.run(self.driver, disk.path, lambda: disk.fill(pages))
        except DriverError as thrown:
            error = str(thrown)
            self.failures += 1
        self.true(pages, f"the error is that of a full disk: {error}", error in (None, FULL))
        self.true(pages, f"no temporary file: {disk.names()}", set(disk.names()) <= NAMES)
        if error is not None and pages % 4 == 0:
            self.look(disk, pages, "on the full disk", FULL)
        disk.empty()
        if error is not None:
            self.look(disk, pages, "with room again")
            self.true(pages, "one file is left", disk.names() in (["full.session"], []))
        if disk.path.exists():
            self.true(pages, "SQLite finds it whole", integrity(disk.path) == "ok")
        if self.operation.is_migration and self.operation.command == "encrypt":
            self.seal(disk, pages)
        return error is None

    def look(self, disk, pages, when, *errors):
        try:
            self.true(pages, f"the old state or the new, {when}", self.operation.read(self.driver, disk.path) in self.allowed)
        except DriverError as error:
            self.true(pages, f"it opens {when}: {error}", str(error) in errors)

    def seal(self, disk, pages):
        """The migration ends by itself or another call ends it; nothing is left in the clear."""
        try:
            self.operation.run(self.driver, disk.path)
        except DriverError as error:
            self.true(pages, f"it is resumed: {error}", "encrypted already" in str(error))
        for kind, (found, _) in remnants(disk.files, operations.whole_session()).items():
            self.true(pages, f"a {kind} is left", found == 0)
        self.look(disk, pages, "sealed")

    def true(self, pages, name, condition):
        if condition:
            self.passed += 1
        else:
            self.wrong.append(f"{pages} pages free: {name}")

    def report(self, checks):
        print(f"{self.name}: {self.failures} of {self.tried} found the disk full")
        checks.passed += self.passed
        if not self.operation.may_always_fit:
            checks.true(f"{self.name}: some find the disk full", self.failures > 0)
        for wrong in self.wrong:
            checks.fail(self.name, wrong)


def steps():
    """Each page by itself first, then ever larger steps, up to what the whole disk has."""
    pages = 0
    while pages < 1400:
        yield pages
        pages += 1 if pages < ONE_BY_ONE else pages // 16


def integrity(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute("PRAGMA integrity_check").fetchone()[0]
