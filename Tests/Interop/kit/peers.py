"""What follows the envelope in an export's file."""

import struct

from kit.primitives import aead, blake2b, subkey

CHUNK = 65_536


def peer(number, names=(), kind=b"user", phone=b"", flags=None, access_hash=None, version=1, tail=b""):
    """A peer's plain row."""
    access_hash = number * 1_000_003 if access_hash is None else access_hash
    flags = (1 if access_hash else 0) | (2 if phone else 0) if flags is None else flags
    names = [f"user_{number}".encode()] if names == () else names
    row = struct.pack("<BqBqq", version, number, flags, access_hash, 1_600_000_000 + number)
    row += b"".join(bytes([len(text)]) + text for text in (kind, phone)) + bytes([len(names)])
    return row + b"".join(bytes([len(name)]) + name for name in names) + tail


def wide_peer(number, length):
    """One whose row has that many bytes, by way of its usernames."""
    bare = len(peer(number, names=[]))
    rest, names = length - bare, []
    while rest:
        # The last one is long enough to be nobody else's.
        count = 100 if 201 < rest < 242 else min(rest - 1, 200)
        names.append((f"user_{number}_{len(names)}_".encode() + b"x" * 200)[:count])
        rest -= 1 + count
    return peer(number, names)


def rows(*plain):
    return b"".join(struct.pack("<H", len(row)) + row for row in plain)


def padded(data):
    return data + bytes(-len(data) % 64 or (0 if data else 64))


def full_chunk(first):
    """Rows that fill a chunk to its last byte."""
    return [wide_peer(number, CHUNK // 32 - 2) for number in range(first, first + 32)]


class Peers:
    """Chunks of plain rows; each is sealed at its place, unless what it is made with says otherwise."""

    def __init__(self, *chunks, count=None, places=None, last=None, edit_stated=None, edit=None):
        self.rows = [row for chunk in chunks if isinstance(chunk, list) for row in chunk]
        self.rows_by_id = sorted(self.rows, key=lambda row: struct.unpack_from("<q", row.ljust(9, b"\0"), 1))
        self.chunks = [padded(rows(*chunk)) if isinstance(chunk, list) else chunk for chunk in chunks]
        self.count = len(self.rows) if count is None else count
        self.places, self.last = places, last
        self.edit_stated = edit_stated  # TLV 9.
        self.edit = edit  # What follows, after it was stated.
        self.sealed = None

    def all(self, vault):
        if self.sealed is None:
            self.sealed = b"".join(self.chunk(vault, index) for index in range(len(self.chunks)))
        return self.sealed

    def chunk(self, vault, index):
        place = self.places[index] if self.places else index
        last = self.last[index] if self.last else index == len(self.chunks) - 1
        associated = b"SVT1chunk" + vault.id + struct.pack("<IQB", vault.epoch, place, last)
        nonce = vault.random(24)
        return nonce + aead(subkey(vault.data_key, 5), nonce, self.chunks[index], associated)

    def stated(self, vault):
        data = self.all(vault)
        value = struct.pack("<QQ", self.count, len(data)) + blake2b(32, data)
        return self.edit_stated(value) if self.edit_stated else value

    def following(self, vault):
        data = self.all(vault)
        return self.edit(data) if self.edit else data
