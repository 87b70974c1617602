"""A backup of an open session: a file that the real client opens, or that stays sealed."""

import sqlite3

from harness import sample
from harness.driver import DriverError
from harness.family import FIELDS, schema_of
from harness.remnants import remnants
from harness.sealing import PASSPHRASE

from .real import real


def theirs(directory):
    path = directory / "theirs.session"
    written = sample.session(seed=11)
    real.write(path, written)
    return path, written


def check_their_client_opens_the_copy(checks, driver, directory):
    path, written = theirs(directory)
    copy = directory / "copy.session"
    driver.run("backup", path, copy)
    checks.equal("backup: files", sorted(file.name for file in directory.iterdir()), ["copy.session", path.name])
    checks.true("backup: it says that it has no log", copy.read_bytes()[18:20] == b"\x01\x01")
    checks.same_rows("backup: rows", real.peers_of(copy), real.peers_of(path))
    checks.equal("backup: tables, indexes and trigger", schema_of(copy), schema_of(path))
    with real.client(copy) as made:
        found = real.fields_of(made.storage)
        for name in FIELDS:
            checks.equal(f"backup: {name} in its client", found[name], written["session"][name])
        checks.same_rows("backup: update states in it", real.states_of(made.storage), written["updateStates"])
        wrong, count = real.resolves_all(made, written["peers"])
        checks.true("backup: peers are looked up by id, username and phone", count > 1000)
        checks.equal("backup: look-ups of its client that go wrong", wrong, 0)


def check_a_sealed_session_s_copy_stays_sealed(checks, driver, directory):
    path, written = theirs(directory)
    driver.json("encrypt", path, passphrase=PASSPHRASE)
    before = driver.dump(path, passphrase=PASSPHRASE)
    copy = directory / "copy" / "copy.session"
    copy.parent.mkdir(mode=0o700)
    driver.run("backup", path, copy, passphrase=PASSPHRASE)
    for kind, (found, _) in remnants(copy.parent, written).items():
        checks.equal(f"backup, sealed: {kind}s in its bytes", found, 0)
    found = driver.dump(copy, passphrase=PASSPHRASE)
    checks.equal("backup, sealed: the session", found["session"], before["session"])
    checks.same_rows("backup, sealed: peers", found["peers"], before["peers"])
    checks.raises("backup, sealed: without its passphrase", DriverError, lambda: driver.dump(copy))
    driver.run("decrypt", copy, passphrase=PASSPHRASE)
    with real.client(copy) as made:
        checks.equal("backup, unsealed: the auth key in its client", real.fields_of(made.storage)["authKey"], before["session"]["authKey"])
        wrong, _ = real.resolves_all(made, written["peers"])
        checks.equal("backup, unsealed: look-ups of its client that go wrong", wrong, 0)
    checks.raises("backup: nothing is replaced", DriverError, lambda: driver.run("backup", path, copy, passphrase=PASSPHRASE))
    with sqlite3.connect(copy) as database:
        checks.equal("backup: what was there stays", database.execute("SELECT count(*) FROM peers").fetchone()[0], len(written["peers"]))
