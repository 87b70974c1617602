"""A session that is open when its disk is full, and stays open: the write fails, and once there is room it is made."""

import json

from diskfull import operations
from diskfull.check_full import FULL, integrity, steps
from diskfull.disk import mounted


EMPTY = {"peers": [], "updateStates": []}


def check_an_open_session_on_a_full_disk(checks, driver, directory):
    starts = operations.prepare(driver, directory)
    writes = [operation for operation in operations.operations() if operation.command in ("write", "update")]
    with mounted(directory, "disk", "size=6m") as disk:
        for operation in writes:
            name = f"full disk, open session: {operation.name} ({operation.start})"
            disk.restore(starts / operation.start)
            operation.run(driver, disk.path)
            new = operation.read(driver, disk.path)
            failures = sum(1 for pages in until_it_fits(checks, name, driver, starts, disk, operation, new))
            print(f"{name}: {failures} found the disk full")
            checks.true(f"{name}: some do", failures > 0)


def until_it_fits(checks, name, driver, starts, disk, operation, new):
    """The numbers of free pages that were too few."""
    for pages in steps():
        name_here = f"{name}: {pages} pages free"
        disk.restore(starts / operation.start)
        with driver.held_open(disk.path, EMPTY, operation.passphrase, operation.values) as process:
            disk.fill(pages)
            answer = ask(process, operation.value)
            checks.true(f"{name_here}: the error is that of a full disk: {answer}", answer in ("ready", FULL))
            disk.empty()
            if answer != "ready":
                checks.equal(f"{name_here}: the same, with room again", ask(process, operation.value), "ready")
        checks.true(f"{name_here}: what is there", operation.read(driver, disk.path) == new)
        checks.equal(f"{name_here}: one file", disk.names(), ["full.session"])
        checks.equal(f"{name_here}: SQLite finds it whole", integrity(disk.path), "ok")
        if answer == "ready":
            return
        yield pages
    checks.fail(name, "it does not succeed on an empty disk")


def ask(process, value):
    process.stdin.write(json.dumps(value) + "\n")
    process.stdin.flush()
    return process.stdout.readline().strip()
