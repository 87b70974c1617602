"""A file of pyrotgfork's, sealed in place by us, read by nobody else, unsealed again and used by it as before."""

import shutil
import sqlite3

from harness import sample
from harness.driver import DriverError
from harness.family import FIELDS, schema_of
from harness.offline import wait
from harness.remnants import remnants
from harness.sealing import PASSPHRASE, same_session

from .real import real


def theirs(directory):
    path = directory / "theirs.session"
    written = sample.session(seed=3)
    real.write(path, written)
    return path, written


def sealed(driver, directory):
    path, written = theirs(directory)
    before = driver.dump(path)
    report = driver.json("encrypt", path, passphrase=PASSPHRASE)
    return path, written, before, report


def with_a_past(directory):
    """A file in use for a while: names and phones that were replaced are still in pages that the rows left."""
    path = directory / "theirs.session"
    written = sample.session(peers=3000, seed=3)
    former = [
        peer | {"usernames": [f"former_{name}" for name in peer["usernames"]], "phoneNumber": f"1666{number:07}"}
        for number, peer in enumerate(written["peers"])
    ]
    with real.storage(path) as engine:
        # As in the many builds of SQLite that do not overwrite what is deleted.
        engine.conn.execute("PRAGMA secure_delete=OFF")
        real.set_fields(engine, written["session"])
        for peers in (former, written["peers"]):
            real.update_peers(engine, peers)
    return path, written, written | {"peers": former}


def check_nothing_is_left_in_the_clear(checks, driver, directory):
    path, written, former = with_a_past(directory)
    for kind, (found, searched) in remnants(directory, written).items():
        checks.equal(f"sealing: the search finds every {kind} of the plain file", found, searched)
    for kind, (found, _) in remnants(directory, former).items():
        checks.true(f"sealing: the search finds a former {kind} in the plain file", found > 0)

    driver.json("encrypt", path, passphrase=PASSPHRASE)
    for time, session in (("", written), ("former ", former)):
        for kind, (found, searched) in remnants(directory, session).items():
            checks.true(f"sealing: {time}{kind}s are searched for", searched > 0)
            checks.equal(f"sealing: {time}{kind}s in the files' bytes", found, 0)
    checks.equal("sealing: one file is left", [file.name for file in directory.iterdir()], [path.name])


def check_the_report(checks, driver, directory):
    _, written, _, report = sealed(driver, directory)
    usernames = {name for peer in written["peers"] for name in peer["usernames"]}
    phones = {peer["phoneNumber"] for peer in written["peers"] if peer["phoneNumber"]}
    for kind, searched in (("authKey", 16), ("phoneNumbers", len(phones)), ("usernames", len(usernames))):
        checks.equal(f"sealing: {kind} searched for by us", report[kind]["searched"], searched)
        checks.equal(f"sealing: {kind} found by us", report[kind]["found"], 0)


def check_the_passphrase_opens_it(checks, driver, directory):
    path, _, before, _ = sealed(driver, directory)
    same_session(checks, "sealed", driver.dump(path, passphrase=PASSPHRASE), before)


def check_nothing_else_opens_it(checks, driver, directory):
    path, _, _, _ = sealed(driver, directory)
    files = {file.name: file.read_bytes() for file in directory.iterdir()}
    for name, command in {
        "dump": ["dump", path], "lookup": ["lookup", path], "export": ["export", path, "pyrogram"],
        "decrypt": ["decrypt", path], "encrypt": ["encrypt", path],
    }.items():
        try:
            driver.run(*command, passphrase="Correct horse battery staple", stdin="[]")
            checks.fail(f"sealed: {name} with a wrong passphrase", "it succeeded")
        except DriverError as error:
            if name != "encrypt":
                checks.true(f"sealed: {name} with a wrong passphrase says so", "incorrect passphrase" in str(error))
    checks.raises("sealed: without a passphrase it is not read", DriverError, lambda: driver.dump(path))
    after = {file.name: file.read_bytes() for file in directory.iterdir()}
    checks.true("sealed: refused openings leave every file as it was", files == after)


def check_a_plain_file_is_not_taken_for_a_sealed_one(checks, driver, directory):
    path, _ = theirs(directory)
    before = path.read_bytes()
    checks.raises("sealed: a plain file is refused", DriverError, lambda: driver.dump(path, passphrase=PASSPHRASE))
    checks.true("sealed: and stays as it was", path.read_bytes() == before)


def check_the_real_client_does_not_write_over_the_envelope(checks, driver, directory):
    path, written, before, _ = sealed(driver, directory)
    envelope = column(path, "SELECT auth_key FROM sessions")
    with real.client(path) as made:
        stored = wait(made.storage.auth_key())
        checks.true("sealed: what its client has is no key", len(stored) != 256)
        wrong, count = real.resolves_all(made, written["peers"])
        checks.equal("sealed: look-ups of its client that tell something", count - wrong, 0)
    checks.true("sealed: the envelope after its client", column(path, "SELECT auth_key FROM sessions") == envelope)
    same_session(checks, "sealed, after its client", driver.dump(path, passphrase=PASSPHRASE), before)


def check_it_is_the_owner_s_alone_while_open(checks, driver, directory):
    path, written, _, _ = sealed(driver, directory)
    fresh = sample.session(peers=50, seed=4) | {"updateStates": []}
    for number, peer in enumerate(fresh["peers"]):
        peer["id"] += 5000 if peer["id"] > 0 else -5000
        peer["usernames"] = [f"written_while_open_{number}"]
    with driver.held_open(path, fresh, PASSPHRASE) as process:
        names = sorted(file.name for file in directory.iterdir())
        checks.true("open: the journal's bytes are searched too", any(name.endswith("-wal") for name in names))
        for kind, (found, _) in remnants(directory, {**fresh, "session": written["session"]}).items():
            checks.equal(f"open: {kind}s in the files' bytes", found, 0)
        try:
            driver.dump(path, passphrase=PASSPHRASE)
            checks.fail("open: a second owner", "it was let in")
        except DriverError as error:
            checks.true("open: a second owner is told who has it", str(process.pid) in str(error))
        checks.raises("open: another program is kept out", sqlite3.OperationalError, lambda: column(path, "SELECT 1 FROM sessions"))
    found = driver.dump(path, passphrase=PASSPHRASE)["peers"]
    checks.equal("open: what was written is there afterwards", len(found), 550)


def check_unsealed_again(checks, driver, directory):
    path, written = theirs(directory)
    copy = directory / "before.session"
    shutil.copy(path, copy)
    before = driver.dump(path)
    schema = schema_of(path)
    driver.json("encrypt", path, passphrase=PASSPHRASE)
    driver.run("decrypt", path, passphrase=PASSPHRASE)

    same_session(checks, "unsealed", driver.dump(path), before)
    checks.same_rows("unsealed: their rows", real.peers_of(path), real.peers_of(copy))
    after = schema_of(path)
    checks.equal("unsealed: tables, indexes and trigger", sorted(after), sorted(schema))
    for name, columns in schema.items():
        checks.equal(f"unsealed: columns of {name[1]}", (after.get(name) or [])[: len(columns or [])], columns or [])

    with real.client(path) as made:
        found = real.fields_of(made.storage)
        for name in FIELDS:
            checks.equal(f"unsealed: {name} in its client", found[name], written["session"][name])
        checks.same_rows("unsealed: update states in it", real.states_of(made.storage), written["updateStates"])
        wrong, count = real.resolves_all(made, written["peers"])
        checks.true("unsealed: peers are looked up by id, username and phone", count > 1000)
        checks.equal("unsealed: look-ups of its client that go wrong", wrong, 0)


def check_it_goes_on_with_the_unsealed_file(checks, driver, directory):
    path, written, _, _ = sealed(driver, directory)
    driver.run("decrypt", path, passphrase=PASSPHRASE)
    changed = [peer | {"usernames": [f"again_{number}"], "accessHash": number} for number, peer in enumerate(written["peers"])]
    with real.client(path) as made:
        real.update_peers(made.storage, changed)
        wait(made.storage.update_state((0, 1, 2, 3, 4)))
        wait(made.storage.update_state(written["updateStates"][1]["id"]))
        wrong, _ = real.resolves_all(made, changed)
        checks.equal("unsealed: look-ups after its updates that go wrong", wrong, 0)
        states = {state["id"]: state["pts"] for state in real.states_of(made.storage)}
        checks.equal("unsealed: its update of a state", states[0], 1)
        checks.true("unsealed: its removal of a state", written["updateStates"][1]["id"] not in states)
        # What its trigger is for: the time of a row that is updated in place.
        with made.storage.conn:
            made.storage.conn.execute("UPDATE peers SET last_update_on = 1 WHERE id = ?", (changed[0]["id"],))
    after = {peer["id"]: peer for peer in real.peers_of(path)}
    checks.true("unsealed: its trigger sets the time of a row", after[changed[0]["id"]]["date"] > 1)
    checks.same_rows("unsealed: we read what it wrote", driver.dump(path)["peers"], real.peers_of(path))


def column(path, query):
    database = sqlite3.connect(path, timeout=0)
    try:
        return database.execute(query).fetchone()[0]
    finally:
        database.close()
