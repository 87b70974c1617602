"""A backup of an open session of kurigram's: its schema 7, with the DC's server."""

from harness import sealing
from harness.driver import DriverError
from harness.family import FIELDS, schema_of
from harness.remnants import remnants
from harness.sealing import PASSPHRASE

from .real import real


def theirs(directory):
    path = directory / "theirs.session"
    written = real.sample(peers=100, seed=11)
    real.write(path, written)
    return path, written


def same_in_its_client(checks, name, path, written):
    with real.client(path) as made:
        checks.equal(f"{name}: its version number", real.version_of(made.storage), 7)
        found = real.fields_of(made.storage)
        for field in [*FIELDS, *real.address]:
            checks.equal(f"{name}: {field} in its client", found[field], written["session"][field])
        checks.same_rows(f"{name}: update states in it", real.states_of(made.storage), written["updateStates"])
        wrong, count = real.resolves_all(made, written["peers"])
        checks.true(f"{name}: peers are looked up by id, username and phone", count > len(written["peers"]))
        checks.equal(f"{name}: look-ups of its client that go wrong", wrong, 0)


def check_its_client_opens_the_copy(checks, driver, directory):
    path, written = theirs(directory)
    copy = directory / "copy.session"
    driver.run("backup", path, copy)
    checks.equal("backup: files", sorted(file.name for file in directory.iterdir()), ["copy.session", path.name])
    checks.same_rows("backup: rows", real.peers_of(copy), real.peers_of(path))
    checks.equal("backup: tables, indexes and trigger", schema_of(copy), schema_of(path))
    same_in_its_client(checks, "backup", copy, written)


def check_a_sealed_session_s_copy(checks, driver, directory):
    path, written = theirs(directory)
    driver.json("encrypt", path, passphrase=PASSPHRASE)
    before = driver.dump(path, passphrase=PASSPHRASE)
    for field in real.address:
        checks.equal(f"backup, sealed: {field}", before["session"][field], written["session"][field])
    copy = directory / "copy" / "copy.session"
    copy.parent.mkdir(mode=0o700)
    driver.run("backup", path, copy, passphrase=PASSPHRASE)
    for kind, (found, _) in remnants(copy.parent, written).items():
        checks.equal(f"backup, sealed: {kind}s in its bytes", found, 0)
    checks.true("backup, sealed: nor the server", written["session"]["serverAddress"].encode() not in copy.read_bytes())
    sealing.same_session(checks, "backup, sealed", driver.dump(copy, passphrase=PASSPHRASE), before)
    checks.raises("backup, sealed: without its passphrase", DriverError, lambda: driver.dump(copy))
    driver.run("decrypt", copy, passphrase=PASSPHRASE)
    same_in_its_client(checks, "backup, unsealed", copy, written)
