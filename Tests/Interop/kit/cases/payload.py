"""The payload: its length, and that it is what was sealed."""

import struct

from kit.case import text
from kit.primitives import cut, flip, put

LENGTH_AT = 40 + 12 + 104 + 24  # With one slot of a raw key.


def cases():
    yield text("payload-not-a-multiple", "malformed", "a record of 319 bytes", edit_record=cut(1))
    yield text("payload-empty", "malformed", "an empty record", record=b"")
    yield text("payload-length-more", "malformed", "the payload's length says 64 more", edit_covered=length_by(64))
    yield text("payload-length-less", "malformed", "the payload's length says 64 less", edit_covered=length_by(-64))
    yield text("payload-length-zero", "malformed", "the payload's length is 0", edit_covered=put(LENGTH_AT, bytes(2)))
    yield text("payload-cut", "malformed", "the payload ends early, and the length of all says so", edit_payload=cut(1),
               edit_covered=length_by(1))
    yield text("payload-changed", "tampered", "a bit of the payload, under a MAC that is right", edit_payload=flip(100))
    yield text("payload-tag", "tampered", "a bit of its tag, under a MAC that is right", edit_payload=flip(-1))
    yield text("payload-nonce", "tampered", "a bit of its nonce, under a MAC that is right", edit_covered=flip(LENGTH_AT - 1))


def length_by(change):
    return lambda data: put(LENGTH_AT, struct.pack("<H", struct.unpack_from("<H", data, LENGTH_AT)[0] + change))(data)
