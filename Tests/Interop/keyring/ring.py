"""Keyring files and vaults that a keyring opens, made by our side and read by the reader."""

import contextlib
import sqlite3

from harness import sample
from keys.process import Keys
from keys.secret import Secret
from reader.envelope import KEYRING, PASSPHRASE, ROOT_KEY, Refused, open_envelope, parse
from reader.record import parse_record, parse_roots

SECRET = "correct horse battery staple"
CHEAP = {"INTEROP_DERIVATION": "minimum"}
ACTIVE, RETIRING = 1, 2
FILES = ["keys.svault", "keys.svault.lock"]


class Ring:
    """A keyring in a directory of its own, with sessions beside it."""

    first = Secret("passphrase", SECRET.encode())

    def __init__(self, driver, directory):
        self.driver, self.directory = driver, directory
        self.path = directory / "keys.svault"
        self.values = CHEAP | {"INTEROP_KEYRING": str(self.path)}

    def create(self):
        self.directory.mkdir(mode=0o700, exist_ok=True)
        self.driver.run("keyring-create", self.path, passphrase=SECRET, values=CHEAP)

    def call(self, command, *arguments, **options):
        """What it says in JSON, which is the last line."""
        said = self.driver.run(command, self.path, *arguments, passphrase=SECRET, values=CHEAP, **options)
        return said.splitlines()[-1] if said else ""

    def changing(self, secret=first):
        """A process that changes its slots and its root, line by line."""
        return Keys(self.driver, self.path, secret, command="keyring-keys", **CHEAP)

    def add_session(self, name, values=None):
        """A session sealed under the keyring; its auth key."""
        written = sample.session(peers=3, seed=3)
        self.driver.write(self.directory / name, written, passphrase=SECRET, values=self.values | (values or {}))
        return written["session"]["authKey"]

    def envelope(self):
        return parse(self.path.read_bytes(), KEYRING)

    def opened(self):
        """The keyring's envelope, its data key, and its roots, by the reader."""
        envelope = self.envelope()
        key, payload = open_envelope(envelope, PASSPHRASE, SECRET)
        return envelope, key, parse_roots(payload)


def envelope_of(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        ((key,),) = database.execute("SELECT auth_key FROM sessions").fetchall()
    return parse(key)


def openers(envelope, roots):
    """Which of the roots open a vault, and the auth key that is in it."""
    found, auth_key = [], None
    for root in roots:
        with contextlib.suppress(Refused):
            _, payload = open_envelope(envelope, ROOT_KEY, root["key"])
            auth_key = parse_record(payload)["authKey"]
            found.append(root["state"])
    return found, auth_key
