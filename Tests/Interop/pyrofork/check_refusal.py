"""pyrofork's file, whose tables nobody else reads, is refused; its session string is the way."""

import shutil
import sqlite3

from harness import sealing
from harness.family import FIELDS, input_peer
from harness.refusing import its_file_is_taken_over, its_string_is_the_way, left_as_it_was

from .real import real

HINTS = ("export_session_string", "import(sessionFile:)")


def theirs(directory, **fields):
    home = directory / "theirs"
    home.mkdir(mode=0o700)
    path = home / "theirs.session"
    written = real.sample(peers=100, **fields)
    real.write(path, written)
    return path, written


def check_its_file(checks, driver, directory):
    path, written = theirs(directory)
    left_as_it_was(checks, driver, path, "pyrofork", *HINTS)
    with real.client(path) as made:
        wrong, _ = real.resolves_all(made, written["peers"])
        checks.equal("refused: look-ups of its client that go wrong afterwards", wrong, 0)


def check_a_file_that_it_migrated(checks, driver, directory):
    """It has no table of usernames, which only the first peer with several brings."""
    path, _ = theirs(directory)
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE usernames")
        database.execute("DROP TABLE update_state")
        database.execute("UPDATE version SET number = 3")
    database.close()
    with real.storage(path) as engine:
        checks.equal("refused: it has migrated the file", real.version_of(engine), 4)
    left_as_it_was(checks, driver, path, "pyrofork", *HINTS)


def check_the_way_that_the_hint_says(checks, driver, directory):
    path, written = theirs(directory, dcID=2, isBot=True, userID=7_000_000_000)
    its_string_is_the_way(checks, "hint", driver, path, written["session"], real)


def check_the_import_that_the_hint_says(checks, driver, directory):
    path, written = theirs(directory)
    fields = [field for field in FIELDS if field != "date"]
    its_file_is_taken_over(
        checks, "import", driver, path, written, fields, "SELECT id, last_update_on FROM peers")


def check_our_file(checks, driver, directory):
    """It takes our 6 for one that is newer than its own: it reads the session, and peers by id and phone."""
    path = directory / "ours.session"
    written = real.sample(peers=40)
    driver.write(path, written)
    before = driver.dump(path)
    copy = directory / "copy.session"
    shutil.copy(path, copy)
    with real.client(copy) as made:
        found = real.fields_of(made.storage)
        for field in FIELDS:
            if field != "date":
                checks.equal(f"ours: {field} in its client", found[field], written["session"][field])
        wrong = sum(real.resolve(made, peer["id"]) != input_peer(peer) for peer in written["peers"])
        checks.equal("ours: look-ups of its client by id that go wrong", wrong, 0)
        phones = [peer for peer in written["peers"] if peer["phoneNumber"]]
        wrong = sum(real.resolve(made, "+" + peer["phoneNumber"]) != input_peer(peer) for peer in phones)
        checks.equal("ours: look-ups of its client by phone that go wrong", wrong, 0)
        checks.true("ours: some have a phone number", len(phones) > 0)
        named = next(peer for peer in written["peers"] if peer["usernames"])
        checks.raises(
            "ours: a username is an error of its", sqlite3.OperationalError,
            lambda: real.resolve(made, named["usernames"][0]),
        )
    checks.equal("ours: we open it after pyrofork", driver.dump(copy)["session"], before["session"])


def check_our_sealed_file(checks, driver, directory):
    path = directory / "ours.session"
    written = real.sample(peers=100)
    driver.write(path, written)
    before = sealing.of_no_use_to_the_client(checks, driver, path, written, real)
    sealing.unsealed(checks, driver, path, before)
