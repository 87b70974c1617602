"""The driver, killed while it seals or unseals: whatever is left opens, one way or the other, with nothing lost."""

import contextlib
import random
import shutil
import time

from harness import sample
from harness.driver import DriverError

from .real import real

PASSPHRASE = "correct horse battery staple"


def found(driver, path):
    """The session as the passphrase opens it, or as a plain one."""
    with contextlib.suppress(DriverError):
        return driver.dump(path, passphrase=PASSPHRASE)
    return driver.dump(path)


def content(contents):
    """What must not be lost, in no order."""
    return (
        contents["session"], sorted(contents["peers"], key=lambda row: row["id"]),
        sorted(contents["updateStates"], key=lambda row: row["id"]),
    )


def kill_often(checks, driver, directory, command, start, expected, times):
    whole = directory / "whole.session"
    shutil.copy(start, whole)
    began = time.monotonic()
    driver.run(command, whole, passphrase=PASSPHRASE)
    length = time.monotonic() - began
    wrong, ended = 0, 0
    for number in range(times):
        home = directory / f"{command}{number}"
        home.mkdir(mode=0o700)
        path = home / "killed.session"
        shutil.copy(start, path)
        # One moment in each part of its time, so that none is left out.
        moment = length * (number + random.random()) / times
        ended += driver.killed(moment, command, path, passphrase=PASSPHRASE)
        try:
            wrong += content(found(driver, path)) != expected
        except DriverError as error:
            checks.fail(f"killed: {command} after {moment:.3f} s of {length:.3f}", error)
        shutil.rmtree(home)
    checks.equal(f"killed: sessions that lost something in {command}", wrong, 0)
    checks.true(f"killed: {command} was under way when it was killed", ended < times)


def check_killed_at_any_moment(checks, driver, directory):
    plain, sealed = directory / "plain.session", directory / "sealed.session"
    real.write(plain, sample.session(peers=3000, seed=8))
    expected = content(driver.dump(plain))
    shutil.copy(plain, sealed)
    driver.json("encrypt", sealed, passphrase=PASSPHRASE)
    kill_often(checks, driver, directory, "encrypt", plain, expected, 20)
    kill_often(checks, driver, directory, "decrypt", sealed, expected, 10)
