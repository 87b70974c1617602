"""The sealed rows and the tokens that they are found by."""

import struct
from hashlib import blake2b

from nacl import bindings

from reader.envelope import aead_open, subkey
from reader.refusal import Cursor, refuse_unless

PEERS, STATES = 1, 2


class Rows:
    """One epoch's keys of a vault."""

    def __init__(self, data_key, vault_id, epoch):
        self.seal_key = subkey(data_key, 3)
        self.index_key = subkey(data_key, 4)
        self.vault_id = vault_id
        self.epoch = epoch

    def token(self, field, value, length):
        key = blake2b(field.encode(), digest_size=32, key=self.index_key).digest()
        return blake2b(value, digest_size=length, key=key).digest()

    def id_token(self, value):
        return self.token("id", struct.pack("<q", value), 8)

    def state_token(self, value):
        return self.token("state", struct.pack("<q", value), 8)

    def username_token(self, value):
        return self.token("username", canonical_username(value).encode(), 16).hex()

    def phone_token(self, value):
        return self.token("phone", canonical_phone(value).encode(), 16).hex()

    def open(self, table, token, sealed):
        version, epoch = struct.unpack_from("<BI", sealed)
        refuse_unless(version == 1 and epoch == self.epoch, "row version or epoch")
        associated = b"SVT1row" + self.vault_id + struct.pack("<IB", epoch, table) + token
        padded = aead_open(sealed[29:], associated, sealed[5:29], self.seal_key)
        refuse_unless(len(padded) % 64 == 0, "row padding")
        return bindings.sodium_unpad(padded, 64)


def refuse_changed(condition, reason):
    refuse_unless(condition, reason, "tampered")


def parse_peer(plain):
    cursor = Cursor(plain, "peer", "tampered")
    version, peer_id, flags, access_hash, date = cursor.unpack("<BqBqq")
    refuse_changed(version == 1 and flags & ~3 == 0, "peer version or flags")
    kind, phone = cursor.utf8(cursor.byte()), cursor.utf8(cursor.byte())
    names = [cursor.utf8(cursor.byte()) for _ in range(cursor.byte())]
    refuse_changed(not cursor.rest, "peer length")
    refuse_changed(bool(phone) == bool(flags & 2) and (flags & 1 or access_hash == 0), "peer flags")
    refuse_changed(kind.isascii() and phone == canonical_phone(phone), "peer type or phone number")
    refuse_changed(all(name and name == canonical_case(name) for name in names), "usernames")
    return {
        "id": peer_id, "accessHash": access_hash if flags & 1 else None, "type": kind,
        "phoneNumber": phone or None, "usernames": names, "date": date,
    }


def parse_state(plain):
    refuse_unless(len(plain) == 42 and plain[0] == 1 and plain[9] & ~15 == 0, "state")
    (state_id,) = struct.unpack_from("<q", plain, 1)
    values = struct.unpack_from("<4q", plain, 10)
    present = [plain[9] >> bit & 1 for bit in range(4)]
    refuse_unless(all(is_there or value == 0 for is_there, value in zip(present, values)), "state's absent values")
    names = ("pts", "qts", "date", "seq")
    return {"id": state_id} | {name: value if is_there else None for name, is_there, value in zip(names, present, values)}


def canonical_username(value):
    return canonical_case(value.removeprefix("@"))


def canonical_case(value):
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in value)


def canonical_phone(value):
    return "".join(c for c in value if c in "0123456789")
