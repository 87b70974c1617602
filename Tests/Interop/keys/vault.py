"""A vault as the reader finds it, which shares no code with the library: by what it opens, and what is in it."""

import contextlib
import shutil
import sqlite3
import struct
import tempfile

from keys.ways_in import opens
from reader.envelope import open_envelope, parse
from reader.record import parse_record
from reader.rows import PEERS, STATES, Rows, parse_peer, parse_state

TRANSITION = 2


class Vault:
    """What is in a session's directory at the moment, read from a copy."""

    def __init__(self, directory, name):
        with tempfile.TemporaryDirectory(prefix="session-vault-") as copy:
            shutil.copytree(directory, f"{copy}/files")
            with contextlib.closing(sqlite3.connect(f"{copy}/files/{name}")) as database:
                if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise RuntimeError("SQLite finds the file damaged")
                (key,) = database.execute("SELECT auth_key FROM sessions").fetchone()
                self.peers = database.execute("SELECT id, sealed FROM peers").fetchall()
                self.states = database.execute("SELECT id, sealed FROM update_state").fetchall()
        self.envelope = parse(key)

    def opens(self, secret):
        return opens(self.envelope, secret)

    @property
    def slot_ids(self):
        return [slot.id.hex() for slot in self.envelope.slots]

    @property
    def is_in_transition(self):
        return bool(self.envelope.flags & TRANSITION)

    def contents(self, secret):
        """The record, the peers and the states, under the one key or, in a re-key, under the two."""
        data_key, payload = open_envelope(self.envelope, secret.type, secret.for_reader)
        record = parse_record(payload)
        keys = {self.envelope.epoch: data_key}
        if "old" in record:
            keys[record["old"]["epoch"]] = record["old"]["key"]
        rows = {epoch: Rows(key, self.envelope.vault_id, epoch) for epoch, key in keys.items()}
        return record, self.open_rows(rows, PEERS, self.peers, parse_peer), self.open_rows(rows, STATES, self.states, parse_state)

    @staticmethod
    def open_rows(rows, table, found, parse_row):
        opened = []
        for token, sealed in found:
            (epoch,) = struct.unpack_from("<I", sealed, 1)
            if epoch not in rows:
                raise RuntimeError(f"a row of epoch {epoch}")
            opened.append(parse_row(rows[epoch].open(table, struct.pack("<q", token), sealed)))
        return sorted(opened, key=lambda row: row["id"])
