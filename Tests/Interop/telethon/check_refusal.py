"""Telethon's file is refused as a session's, and imported; its auth key and DC, handed over, are another way."""

import sqlite3

from harness import sample, sealing
from harness.refusing import its_file_is_taken_over, left_as_it_was

from .real import SQLiteSession, real


def theirs(directory):
    home = directory / "theirs"
    home.mkdir(mode=0o700)
    path = home / "theirs.session"
    written = sample.session(peers=100) | {"updateStates": []}
    written["session"] |= {"serverAddress": "149.154.167.91", "port": 443}
    for peer in written["peers"]:
        peer["usernames"] = peer["usernames"][:1]
    real.write(path, written)
    return path, written


def check_its_file(checks, driver, directory):
    path, written = theirs(directory)
    left_as_it_was(checks, driver, path, "Telethon", "import(sessionFile:)")
    made = SQLiteSession(str(path))
    checks.equal("refused: its key afterwards", made.auth_key.key.hex(), written["session"]["authKey"])
    named = next(peer for peer in written["peers"] if peer["usernames"])
    found = made.get_entity_rows_by_username(named["usernames"][0])
    checks.equal("refused: a peer of its afterwards", found, (named["id"], named["accessHash"]))
    made.close()


def check_the_import_that_the_hint_says(checks, driver, directory):
    """Its entities do not tell a bot from a user, nor a supergroup from a channel."""
    path, written = theirs(directory)
    for peer in written["peers"]:
        peer["type"] = {"bot": "user", "supergroup": "channel"}.get(peer["type"], peer["type"])
    its_file_is_taken_over(
        checks, "import", driver, path, written, ("authKey", "dcID", "isTest"), "SELECT id, date FROM entities")


def check_the_key_and_the_dc_by_hand(checks, driver, directory):
    path, written = theirs(directory)
    made = SQLiteSession(str(path))
    ours = directory / "ours.session"
    fields = written["session"] | {"authKey": made.auth_key.key.hex(), "dcID": made.dc_id}
    made.close()
    driver.write(ours, {"session": fields, "peers": [], "updateStates": []})
    found = driver.dump(ours)["session"]
    for field in ("authKey", "dcID", "userID"):
        checks.equal(f"hint: {field}", found[field], written["session"][field])


def check_our_files(checks, driver, directory):
    """It takes neither for its own, and leaves both as they were."""
    for name, passphrase in (("plain", None), ("sealed", sealing.PASSPHRASE)):
        path = directory / f"{name}.session"
        driver.write(path, sample.session(peers=20), passphrase=passphrase)
        before = path.read_bytes()
        checks.raises(f"ours: a {name} one is refused by it", sqlite3.OperationalError, lambda: SQLiteSession(str(path)))
        checks.true(f"ours: a {name} one is as it was", path.read_bytes() == before)
