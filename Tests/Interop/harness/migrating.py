"""Files of Pyrogram's schema 3, which opening takes to pyrotgfork's 6: checks that the suites share."""

import shutil
import sqlite3

from harness import reading, sample, sealing
from harness.family import FIELDS, input_peer, schema_of
from harness.offline import wait
from harness.other import loads

# Those that open the migrated file with everything in it.
SUCCESSORS = ("pyrotgfork", "kurigram")


def what_it_wrote(checks, driver, directory, real):
    path, written, _ = reading.every_value(checks, driver, directory, real)
    fresh = schema_of_ours(driver, directory)
    checks.equal("migrated: tables, columns, indexes and trigger", without_order(path), fresh)
    checks.true("migrated: once", "schema" not in " ".join(driver.dump(path)["notices"]))
    with_its_successors(checks, "migrated", directory, path, written)


def says_so(checks, driver, directory, real):
    path = directory / "theirs.session"
    real.write(path, real.sample(peers=1))
    notices = " ".join(driver.dump(path)["notices"])
    checks.true("migrated: opening says from what", "schema 3" in notices)
    checks.true("migrated: and to what", "schema 6" in notices)


def schema_of_ours(driver, directory):
    path = directory / "fresh.session"
    driver.write(path, sample.session(peers=1))
    return without_order(path)


def without_order(path):
    return {name: sorted(columns) if columns else None for name, columns in schema_of(path).items()}


def with_its_successors(checks, name, directory, path, written):
    """The real clients of the schema find all of it, each in a copy: usernames too, which they lose if they migrate."""
    for client in SUCCESSORS:
        copy = directory / f"{client}.session"
        shutil.copy(path, copy)
        found = loads(client, copy, written)
        for field in FIELDS:
            checks.equal(f"{name}: {field} in {client}", found["fields"][field], written["session"][field])
        checks.true(f"{name}: peers are looked up in {client}", found["count"] > len(written["peers"]))
        checks.equal(f"{name}: look-ups of {client} that go wrong", found["wrong"], 0)


def what_it_can_still_do(checks, driver, directory, real):
    """It reads the session of the migrated file, and peers by id and phone; usernames and updates are errors."""
    path = directory / "theirs.session"
    written = real.sample(peers=40)
    real.write(path, written)
    before = driver.dump(path)
    phones = [peer for peer in written["peers"] if peer["phoneNumber"]]
    named = next(peer for peer in written["peers"] if peer["usernames"])
    with real.client(path) as made:
        checks.equal("afterwards: its version number", real.version_of(made.storage), 6)
        found = real.fields_of(made.storage)
        for field in FIELDS:
            checks.equal(f"afterwards: {field} in its client", found[field], written["session"][field])
        wrong = sum(real.resolve(made, peer["id"]) != input_peer(peer) for peer in written["peers"])
        checks.equal("afterwards: look-ups by id that go wrong", wrong, 0)
        wrong = sum(real.resolve(made, "+" + peer["phoneNumber"]) != input_peer(peer) for peer in phones)
        checks.equal("afterwards: look-ups by phone that go wrong", wrong, 0)
        for name, call in {
            "a username": lambda: real.resolve(made, named["usernames"][0]),
            "an update of peers": lambda: real.update_peers(made.storage, written["peers"][:1]),
        }.items():
            checks.raises(f"afterwards: {name} is an error of its", sqlite3.OperationalError, call)
    sealing.same_session(checks, "afterwards", driver.dump(path), before)


def sealed_and_unsealed(checks, driver, directory, real):
    path = directory / "theirs.session"
    written = real.sample(seed=3)
    real.write(path, written)
    home = directory / "sealed"
    home.mkdir(mode=0o700)
    path = shutil.move(path, home / path.name)
    before = sealing.of_no_use_to_the_client(checks, driver, path, written, real)
    sealing.unsealed(checks, driver, path, before)
    with_its_successors(checks, "unsealed", directory, path, written)
    with real.client(path) as made:
        found = wait(made.storage.auth_key())
        checks.equal("unsealed: the key in its client", found.hex(), written["session"]["authKey"])
