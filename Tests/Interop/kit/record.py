"""The record that a vault seals, and the roots that a keyring does."""

import dataclasses
import struct

from kit.primitives import Random

NOW = 1_700_000_000
AUTH_KEY = Random("auth key")(256)


@dataclasses.dataclass(frozen=True)
class Record:
    version: int = 1
    flags: int = 0b110  # A bot, and a user that is known.
    dc: int = 4
    api_id: int = 12345
    user_id: int = 5_000_000_001
    date: int = NOW
    key: bytes = AUTH_KEY
    fields: tuple = ((1, b"149.154.167.91"), (2, struct.pack("<H", 443)))
    padding: bytes = None  # In the place of the zeros to the next multiple of 64.

    def encoded(self):
        data = struct.pack("<BBhiqq", self.version, self.flags, self.dc, self.api_id, self.user_id, self.date) + self.key
        data += b"".join(struct.pack("<BH", kind, len(value)) + value for kind, value in self.fields)
        return data + (bytes(-len(data) % 64) if self.padding is None else self.padding)

    def adding(self, kind, value):
        """With that field in its place among the types, and in the place of one of its type."""
        others = tuple(field for field in self.fields if field[0] != kind)
        return self.having(tuple(sorted(others + ((kind, value),), key=lambda field: field[0])))

    def having(self, fields):
        return dataclasses.replace(self, fields=tuple(fields))

    def with_field(self, kind, value):
        """With that field at the end, whatever is there."""
        return self.having(self.fields + ((kind, value),))


def with_gap(record, length):
    """A record of that length in all before its padding, by way of a foreign field."""
    rest = length - len(dataclasses.replace(record, padding=b"").encoded()) - 3
    return record.with_field(0x80, bytes(range(1, 256))[:rest])


def roots_payload(roots, version=1, count=None, padding=None):
    """The payload of a keyring; a root is id, state, key."""
    data = bytes([version, len(roots) if count is None else count])
    data += b"".join(root_id + bytes([state]) + key for root_id, state, key in roots)
    return data + (bytes(-len(data) % 64) if padding is None else padding)
