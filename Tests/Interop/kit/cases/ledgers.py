"""Ledgers."""

import struct

from kit.case import Case
from kit.primitives import Random, aead, append, cut, flip, put, subkey

MAGIC = b"\x89SVL\r\n\x1a\x01"
draw = Random("ledgers")
KEYRING, DATA_KEY = draw(16), draw(32)
ENTRIES = sorted((draw(16), number, 7 * number, draw(16)) for number in (1, 2, 3))


def plain(entries):
    return b"".join(struct.pack("<16sIQ16s", *entry) for entry in entries)


def of(name, expect, comment, entries=ENTRIES, data=None, magic=MAGIC, keyring=KEYRING, epoch=1, length_by=0, data_key=DATA_KEY,
       edit=lambda data: data):
    data = plain(entries) if data is None else data
    nonce = Random(f"ledger-{name}")(24)
    head = magic + keyring + struct.pack("<I", epoch) + nonce + struct.pack("<I", len(data) + 16 + length_by)
    body = edit(head + aead(subkey(data_key, 6), nonce, data, head))
    shown = ", ".join(f"{vault.hex()} {epoch} {generation} {mac.hex()}" for vault, epoch, generation, mac in entries)
    headers = {"keyring": KEYRING.hex(), "epoch": 1, "data key": DATA_KEY.hex()}
    return Case(f"ledger-{name}", expect, comment, "ledger", body, headers, {"entries": shown or "none"})


def cases():
    yield of("empty", "success", "no entry", [])
    yield of("three-vaults", "success", "three entries")
    yield of("largest-numbers", "success", "the last epoch and generation", [(ENTRIES[0][0], 2**32 - 1, 2**64 - 1, ENTRIES[0][3])])
    yield of("not-ascending", "tampered", "entries that descend", ENTRIES[::-1])
    yield of("twice", "tampered", "one vault twice", [ENTRIES[0], (ENTRIES[0][0], 9, 9, ENTRIES[1][3])])
    yield of("half-an-entry", "tampered", "an entry is cut", data=plain(ENTRIES)[:-1])
    yield of("of-another-keyring", "other vault", "another keyring's ledger", keyring=draw(16))
    yield of("of-another-epoch", "tampered", "of another epoch of the keyring", epoch=2)
    yield of("of-another-key", "tampered", "sealed under another data key", data_key=draw(32))
    yield of("magic", "tampered", "another magic", magic=b"\x89SVT\r\n\x1a\x01")
    yield of("version-2", "tampered", "another version", magic=MAGIC[:7] + b"\2")
    yield of("length-more", "tampered", "the length says one byte more", length_by=1)
    yield of("length-less", "tampered", "the length says one byte less", length_by=-1)
    yield of("cut", "tampered", "its last byte is missing", edit=cut(1))
    yield of("cut-in-header", "tampered", "it ends within its header", edit=lambda data: data[:40])
    yield of("nothing", "tampered", "an empty file", edit=lambda data: b"")
    yield of("no-tag", "tampered", "less bytes than a tag has, and the length says so",
             edit=lambda data: put(52, struct.pack("<I", 15))(data[:71]))
    yield of("longer", "tampered", "a byte follows it", edit=append(b"\0"))
    yield of("changed", "tampered", "a bit of an entry", edit=flip(60))
    yield of("nonce", "tampered", "a bit of the nonce", edit=flip(30))
