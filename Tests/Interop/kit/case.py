"""A file of the kit: header lines, an empty line, and what is to be read."""

import base64
import dataclasses
import hashlib

from kit.primitives import Random, blake2b, signer_of
from kit.record import Record
from kit.text import bech32m, envelope_text
from kit.vault import RAW_KEY, ROWS, Slot, Vault

RAW = Random("raw key")(32)
OPENS_RAW = "raw key " + bech32m("SVKEY", RAW)
BINARY = ("file", "vault", "keyring", "ledger")


@dataclasses.dataclass
class Case:
    name: str
    expect: str
    comment: str
    format: str
    body: object  # Text, or bytes, by its format.
    headers: dict = dataclasses.field(default_factory=dict)
    gives: dict = dataclasses.field(default_factory=dict)

    def encoded(self):
        lines = [("expect", self.expect), ("comment", self.comment), ("format", self.format), *self.headers.items()]
        if self.expect == "success":
            lines += [(f"gives {key}", value) for key, value in self.gives.items()]
        head = "".join(f"{key}: {value}\n" for key, value in lines if value is not None)
        return f"{head}\n".encode() + self.body_lines()

    def body_lines(self):
        if self.format not in BINARY:
            return self.body.encode() + b"\n"
        text = base64.b64encode(self.body)
        return b"".join(text[at : at + 76] + b"\n" for at in range(0, len(text), 76))


def raw(**changes):
    return Slot(RAW_KEY, RAW, **changes)


def opening(secret, origin, now):
    return {"secret": secret, "origin": origin, "now": now}


def text(name, expect, comment, slots=None, record=None, secret=OPENS_RAW, origin=None, now=None, found="secret holder",
         edit_text=lambda text: text, **changes):
    """An export's text."""
    vault = Vault(name, slots or [raw()], record, **changes)
    body = edit_text(envelope_text(vault.sealed()))
    return Case(name, expect, comment, "text", body, opening(secret, pinned(origin, vault), now), export_gives(vault, found))


def file(name, expect, comment, slots=None, record=None, secret=OPENS_RAW, origin=None, now=None, found="secret holder",
         edit_file=lambda data: data, **changes):
    """An export's file."""
    vault = Vault(name, slots or [raw()], record, **changes)
    body = edit_file(vault.file())
    return Case(name, expect, comment, "file", body, opening(secret, pinned(origin, vault), now), export_gives(vault, found))


def vault(name, expect, comment, slots=None, record=None, secret=OPENS_RAW, origin=None, found="secret holder", flags=ROWS,
          **changes):
    """An envelope in the place of an auth key."""
    made = Vault(name, slots or [raw()], record, flags=flags, **changes)
    body = made.sealed()
    gives = envelope_gives(made, found)
    for kind, value in made.record.fields if isinstance(made.record, Record) else ():
        if kind == 4:
            gives["retiring epoch"] = int.from_bytes(value[:4], "little")
    return Case(name, expect, comment, "vault", body, opening(secret, pinned(origin, made), None), gives)


def pinned(origin, vault):
    return f"pinned {vault.id.hex()}" if origin == "pinned" else origin


def envelope_gives(vault, found):
    """What a reader has to find: of what was put in, and of the whole record a hash."""
    if not isinstance(vault.record, Record):
        return {}
    record, fields = vault.record, dict(vault.record.fields)
    address = fields.get(1, b"").decode(errors="replace")
    return {
        "id": vault.id.hex(), "epoch": vault.epoch, "generation": vault.generation, "origin": found,
        "auth key": key_id(record.key), "dc": record.dc, "test": yes(record.flags & 1), "bot": yes(record.flags & 2),
        "user": record.user_id, "application": record.api_id, "date": record.date,
        "address": f"{address}:{int.from_bytes(fields.get(2, b''), 'little')}", "record": blake2b(32, vault.plain).hex(),
    }


def export_gives(vault, found):
    gives, fields = envelope_gives(vault, found), dict(vault.record.fields) if isinstance(vault.record, Record) else {}
    if 6 in fields:
        gives["expires"] = int.from_bytes(fields[6], "little", signed=True)
    if 7 in fields:
        gives["note"] = fields[7].decode(errors="replace")
    if vault.peers:
        gives["peers"] = vault.peers.count
        gives["rows"] = blake2b(32, b"".join(vault.peers.rows_by_id)).hex()
    return gives


def key_id(key):
    """As MTProto names an auth key."""
    return hashlib.sha1(key).digest()[-8:].hex()


def yes(flag):
    return "yes" if flag else "no"


def signer_text(seed):
    return bech32m("svsig", signer_of(seed))


def identity_text(secret):
    return "identity " + bech32m("SVSEC", secret)
