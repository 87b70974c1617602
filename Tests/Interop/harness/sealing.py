"""A client's file, sealed in place by us, of no use to the client, unsealed again: checks that the suites share."""

import contextlib
import sqlite3

from harness.offline import wait
from harness.remnants import remnants

PASSPHRASE = "correct horse battery staple"


def same_session(checks, name, found, before):
    for field, value in before["session"].items():
        checks.equal(f"{name}: {field}", found["session"][field], value)
    checks.same_rows(f"{name}: peers", found["peers"], before["peers"])
    checks.same_rows(f"{name}: update states", found["updateStates"], before["updateStates"])


def of_no_use_to_the_client(checks, driver, path, written, real):
    """Seals the file, and has the client's Client load it. Returns what is in it by the passphrase."""
    for kind, (found, searched) in remnants(path.parent, written).items():
        checks.true(f"sealing: the search finds every {kind} of the plain file", 0 < searched == found)
    report = driver.json("encrypt", path, passphrase=PASSPHRASE)
    for kind in ("authKey", "phoneNumbers", "usernames"):
        checks.true(f"sealing: {kind} are searched for by us", report[kind]["searched"] > 0)
        checks.equal(f"sealing: {kind} found by us", report[kind]["found"], 0)
    for kind, (found, _) in remnants(path.parent, written).items():
        checks.equal(f"sealing: {kind}s in the files' bytes", found, 0)
    before = driver.dump(path, passphrase=PASSPHRASE)
    checks.equal("sealing: the key by the passphrase", before["session"]["authKey"], written["session"]["authKey"])

    envelope = stored_key(path)
    with real.client(path) as made:
        checks.true("sealing: what its client has is no key", len(wait(made.storage.auth_key())) != 256)
        wrong, count = real.resolves_all(made, written["peers"])
        checks.equal("sealing: look-ups of its client that tell something", count - wrong, 0)
    checks.true("sealing: the envelope after its client", stored_key(path) == envelope)
    same_session(checks, "sealing, after its client", driver.dump(path, passphrase=PASSPHRASE), before)
    return before


def unsealed(checks, driver, path, before):
    driver.run("decrypt", path, passphrase=PASSPHRASE)
    found = driver.dump(path)
    same_session(checks, "unsealed", found, before)
    return found


def stored_key(path):
    with contextlib.closing(sqlite3.connect(path, timeout=0)) as database:
        return database.execute("SELECT auth_key FROM sessions").fetchone()[0]
