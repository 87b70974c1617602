"""A client's file that we do not open: checks that the suites share."""

import contextlib
import json
import pathlib
import shutil
import sqlite3

from harness.driver import DriverError
from harness.family import FIELDS
from harness.offline import wait
from harness.sealing import PASSPHRASE

FIXTURES = pathlib.Path(__file__).parents[2] / "SessionVaultTests" / "Fixtures"
COMMANDS = {
    "dump": (["dump"], None), "lookup": (["lookup"], None), "update": (["update"], None),
    "encrypt": (["encrypt"], PASSPHRASE), "decrypt": (["decrypt"], PASSPHRASE),
    "a sealed opening": (["dump"], PASSPHRASE),
}


def left_as_it_was(checks, driver, path, client, *hints):
    """Every command refuses it, names the client, says what to do instead, and leaves all files as they were."""
    inputs = {"lookup": "[]", "update": '{"peers": [], "updateStates": []}'}
    before = contents(path.parent)
    for name, (command, passphrase) in COMMANDS.items():
        try:
            driver.run(*command, path, passphrase=passphrase, stdin=inputs.get(name, ""))
            checks.fail(f"refused: {name}", "it was let in")
        except DriverError as error:
            checks.true(f"refused: {name} names {client}", client.lower() in str(error).lower())
            for hint in hints:
                checks.true(f"refused: {name} has the hint {hint}", hint in str(error))
        checks.true(f"refused: the files after {name}", contents(path.parent) == before)


def its_string_is_the_way(checks, name, driver, path, session, real):
    """The client exports a string from the file as it is, and what we make of that is the session."""
    with real.client(path) as made:
        text = wait(export(made))
    ours = path.with_name("ours.session")
    driver.run("import", ours, stdin=text)
    found = driver.dump(ours)["session"]
    for field in FIELDS:
        if field != "date":
            checks.equal(f"{name}: {field}", found[field], session[field])


def its_file_is_taken_over(checks, name, driver, path, written, fields, dates):
    """Our import of the client's file gives what the client wrote, and leaves the file as it was.

    The client dates its rows itself: `dates` is the query for ids and dates.
    """
    with contextlib.closing(sqlite3.connect(path)) as database:
        dated = dict(database.execute(dates).fetchall())
    for peer in written["peers"]:
        peer["date"] = dated[peer["id"]]
    before = contents(path.parent)
    ours = path.parent.with_name("taken") / "ours.session"
    ours.parent.mkdir(mode=0o700)
    driver.run("import-file", ours, path)
    checks.true(f"{name}: the file afterwards", contents(path.parent) == before)
    found = driver.dump(ours)
    for field in fields:
        checks.equal(f"{name}: {field}", found["session"][field], written["session"][field])
    checks.equal(f"{name}: update states", found["updateStates"], [])
    for peers in (found["peers"], written["peers"]):
        peers.sort(key=lambda peer: peer["id"])
    checks.equal(f"{name}: peers", found["peers"], written["peers"])


async def export(made):
    return await made.export_session_string()


def half_migrated(checks, driver, directory, client, real):
    """Files of schema 3 that pyrotgfork and kurigram began to migrate: its string is the way, as our error says."""
    described = json.loads((FIXTURES / "contents.json").read_text())
    for name in ("half-migrated-3", "half-migrated-kurigram"):
        home = directory / name
        home.mkdir(mode=0o700)
        path = home / "theirs.session"
        shutil.copyfile(FIXTURES / f"{name}.session", path)
        path.chmod(0o600)
        left_as_it_was(checks, driver, path, client, "export_session_string")
        its_string_is_the_way(checks, f"hint: {name}", driver, path, described[name]["session"], real)


def contents(directory):
    return {file.name: (file.read_bytes(), file.stat().st_mode) for file in directory.iterdir()}
