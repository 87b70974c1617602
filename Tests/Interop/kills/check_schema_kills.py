"""A file of an earlier schema whose migration is killed at random points: it is as it was, or wholly of the new schema,
and every peer has its username and its date either way. INTEROP_SEED repeats a run's points.
"""

import collections
import contextlib
import os
import pathlib
import random
import secrets
import shutil
import signal
import sqlite3
import subprocess
import time

FIXTURE = pathlib.Path(__file__).resolve().parents[2] / "SessionVaultTests" / "Fixtures" / "pyrogram-3.session"
KILLS, PEERS, ROUNDS = 40, 10_000, 8
MODES = ("delete", "persist", "wal")
OLD, NEW = 3, 6
LATE = 0.8  # Of the time that the whole takes.


def check_killed_while_a_schema_is_migrated(checks, driver, directory):
    seed = os.environ.get("INTEROP_SEED") or secrets.token_hex(4)
    points = random.Random(seed)
    # Each round has its own estimate of how long the work takes, since machines are busy at times.
    found = collections.Counter()
    for number in range(ROUNDS):
        source = made(directory / f"source{number}", MODES[number % len(MODES)])
        duration = timed(driver, source, directory / "whole")
        for shot in range(KILLS // ROUNDS):
            path = copied(source, directory / "killed")
            process = subprocess.Popen([driver.path, "open", str(path)], stdout=subprocess.DEVNULL)
            # Every other one late, since what comes after the commit is short.
            time.sleep(duration * points.uniform(LATE if shot % 2 else 0, 1))
            process.kill()
            was_killed = process.wait() == -signal.SIGKILL
            version = whole(path)
            found[version] += was_killed
            checks.true(f"schema kills, seed {seed}: what is left is whole", version in (OLD, NEW))
            driver.run("open", path)
            checks.equal(f"schema kills, seed {seed}: it is opened afterwards", whole(path), NEW)
    checks.true(f"schema kills, seed {seed}: most hit a process", sum(found.values()) >= KILLS // 2)
    for version in (OLD, NEW):
        checks.true(f"schema kills, seed {seed}: some left the file of {version}", found[version] > 0)
    print(f"schema kills, seed {seed}: {found[OLD]} left the file of {OLD}, {found[NEW]} the file of {NEW}")


def made(directory, mode):
    """The file that a real client wrote, with more peers than go into a page cache."""
    path = copied(FIXTURE, directory)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA journal_mode={mode}")
        database.execute("DELETE FROM peers")
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO peers (id, access_hash, type, username, phone_number, last_update_on) VALUES (?, ?, ?, ?, ?, ?)",
            ((i, -i, "user", f"name_{i}", str(10**10 + i), 1_600_000_000 + i) for i in range(1, PEERS + 1)))
        database.execute("COMMIT")
    return path


def copied(source, directory):
    """A copy without anything that was beside one before."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(mode=0o700)
    return pathlib.Path(shutil.copy(source, directory / "x.session"))


def timed(driver, source, directory):
    began = time.monotonic()
    driver.run("open", copied(source, directory))
    return time.monotonic() - began


def whole(path):
    """The version whose tables the file has, as SQLite finds it after a crash; None where anything is amiss."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        sound = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        versions = database.execute("SELECT number FROM version").fetchall()
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        columns = {row[1] for row in database.execute("PRAGMA table_info(peers)")}
        is_new = {"usernames", "update_state"} <= tables
        if is_new == ("username" in columns) or versions != [(NEW if is_new else OLD,)]:
            return None
        rows = "peers p JOIN usernames u ON u.id = p.id" if is_new else "peers p"
        count = database.execute(
            f"SELECT count(*) FROM {rows} WHERE username = 'name_' || p.id AND last_update_on = 1600000000 + p.id "
            "AND access_hash = -p.id AND phone_number = 10000000000 + p.id").fetchone()
        return versions[0][0] if sound and count == (PEERS,) else None
