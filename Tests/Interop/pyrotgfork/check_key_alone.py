"""A file whose auth key alone is sealed: what is beside it stays for others to read, as a mirror of the sealed record."""

import contextlib
import sqlite3

from harness import sample
from harness.driver import DriverError
from harness.family import FIELDS
from harness.offline import wait
from harness.remnants import remnants
from harness.sealing import PASSPHRASE

from .real import real

READABLE = [name for name in FIELDS if name != "authKey"]


def sealed(driver, directory):
    path = directory / "theirs.session"
    written = sample.session(peers=50, seed=7, isBot=True, userID=7_000_000_000)
    real.write(path, written)
    before = rows(path)
    driver.json("encrypt", path, passphrase=PASSPHRASE, coverage="authKey")
    return path, written, before


def rows(path):
    queries = {
        "session": "SELECT dc_id, api_id, test_mode, date, user_id, is_bot FROM sessions",
        "peers": "SELECT id, access_hash, type, phone_number, last_update_on FROM peers ORDER BY id",
        "usernames": "SELECT id, username FROM usernames ORDER BY id, username",
        "states": "SELECT id, pts, qts, date, seq FROM update_state ORDER BY id",
    }
    with contextlib.closing(sqlite3.connect(path)) as database:
        return {name: database.execute(query).fetchall() for name, query in queries.items()}


def check_what_stays_readable(checks, driver, directory):
    path, written, before = sealed(driver, directory)
    found, searched = remnants(directory, written)["part of the key"]
    checks.equal("key alone: parts of the key that are searched for", searched, 16)
    checks.equal("key alone: parts of the key in the files' bytes", found, 0)
    after = rows(path)
    for name in before:
        checks.equal(f"key alone: columns of the {name}", after[name], before[name])
    with real.storage(path) as engine:
        theirs = real.fields_of(engine)
        for name in READABLE:
            checks.equal(f"key alone: {name} in its storage", theirs[name], written["session"][name])
        checks.true("key alone: what its storage has is no key", len(theirs["authKey"]) != 512)
    found = driver.dump(path, passphrase=PASSPHRASE)
    for name in READABLE + ["authKey"]:
        checks.equal(f"key alone: {name} by us", found["session"][name], written["session"][name])
    checks.equal("key alone: peers by us", len(found["peers"]), 50)


def check_after_its_save(checks, driver, directory):
    path, written, _ = sealed(driver, directory)
    with real.storage(path) as engine:
        # A save writes the moment, which may be the second of the sealing.
        wait(engine.date(1))
        wait(engine.save())
    found = driver.dump(path, passphrase=PASSPHRASE)["session"]
    for name in ("authKey", "dcID", "userID"):
        checks.equal(f"key alone: {name} after its save", found[name], written["session"][name])


def check_a_changed_mirror(checks, driver, directory):
    path, _, _ = sealed(driver, directory)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE sessions SET dc_id = 5")
    try:
        driver.dump(path, passphrase=PASSPHRASE)
        checks.fail("key alone: another DC beside the record", "it was let in")
    except DriverError as error:
        checks.true("key alone: another DC beside the record is named", "dc_id" in str(error))
