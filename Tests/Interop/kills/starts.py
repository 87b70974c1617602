"""Plain files as other clients left them, in each journal mode and of an old schema, with names in them that no row has
any more.

usage: starts.py PATH MODE <SESSIONS, to leave one the way that a crash does
"""

import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

# Run by itself, it is a crashing client: the folders beside this one are found all the same.
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from pyrotgfork.real import real  # noqa: E402

CLOSED = ("delete", "truncate", "persist", "wal")
CRASHED = ("wal, not checkpointed", "hot journal")
OLD = "schema 3"
MODES = CLOSED + CRASHED + (OLD,)
OLD_FILE = pathlib.Path(__file__).parents[2] / "SessionVaultTests/Fixtures/pyrogram-3.session"


def kept(mode, written):
    """What a file of its kind has a place for."""
    if mode != OLD:
        return written
    return written | {"peers": [peer | {"usernames": peer["usernames"][:1]} for peer in written["peers"]], "updateStates": []}


def leave(path, mode, written, former):
    """A file that has what was written, and in its files the former rows, written over or rolled back."""
    if mode == OLD:
        leave_old(path, written, former)
        return
    if mode in CRASHED:
        done = subprocess.run([sys.executable, "-B", __file__, str(path), mode], input=json.dumps([written, former]), text=True)
        if done.returncode != CRASH:
            raise RuntimeError(f"the client that was to crash ended with status {done.returncode}")
        return
    real.write(path, written | {"peers": former["peers"]})
    if mode == "wal":
        with real.storage(path) as engine:
            real.update_peers(engine, written["peers"])
        return
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA journal_mode={mode}")
        replace_rows(database, written["peers"])
        database.execute("COMMIT")


def leave_old(path, written, former):
    shutil.copyfile(OLD_FILE, path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete=OFF")
        fields = written["session"]
        columns = "dc_id = ?, api_id = ?, test_mode = ?, auth_key = ?, date = ?, user_id = ?, is_bot = ?"
        database.execute(f"UPDATE sessions SET {columns}", [
            fields["dcID"], fields["apiID"], fields["isTest"], bytes.fromhex(fields["authKey"]), fields["date"],
            fields["userID"], fields["isBot"],
        ])
        database.execute("DELETE FROM peers")
        for session in (former, written):
            database.executemany("REPLACE INTO peers (id, access_hash, type, username, phone_number) VALUES (?, ?, ?, ?, ?)", [
                (peer["id"], peer["accessHash"], peer["type"], next(iter(peer["usernames"]), None), peer["phoneNumber"])
                for peer in session["peers"]
            ])


def crash(path, mode, written, former):
    """Ends the process with its session open."""
    if mode == "hot journal":
        real.write(path, written)
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA journal_mode=DELETE")
        # So small that pages of the open transaction are in the file already.
        database.execute("PRAGMA cache_size=10")
        replace_rows(database, former["peers"])
        os._exit(CRASH)
    real.write(path, written | {"peers": former["peers"]})
    with real.storage(path) as engine:
        engine.conn.execute("PRAGMA wal_autocheckpoint=0")
        real.update_peers(engine, written["peers"])
        os._exit(CRASH)


CRASH = 9


def replace_rows(database, peers):
    """In a transaction that is left open. As in the many builds of SQLite that do not overwrite what is deleted."""
    database.execute("PRAGMA secure_delete=OFF")
    database.execute("BEGIN IMMEDIATE")
    for peer in peers:
        database.execute("REPLACE INTO peers (id, access_hash, type, phone_number) VALUES (?, ?, ?, ?)", [
            peer["id"], peer["accessHash"], peer["type"], peer["phoneNumber"],
        ])
        database.execute("DELETE FROM usernames WHERE id = ?", [peer["id"]])
        database.executemany(
            "INSERT INTO usernames (id, username) VALUES (?, ?)", [(peer["id"], name) for name in peer["usernames"]]
        )


if __name__ == "__main__":
    crash(pathlib.Path(sys.argv[1]), sys.argv[2], *json.load(sys.stdin))
