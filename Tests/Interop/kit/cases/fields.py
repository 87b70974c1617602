"""The record's fields (TLVs)."""

import struct

from kit.case import text, vault
from kit.people import ALICE, BOB_PUBLIC
from kit.primitives import put
from kit.record import Record, with_gap

RECORD = Record()
BARE = RECORD.having(())
EXPIRES = struct.pack("<q", 2_000_000_000)


def cases():
    yield text("field-foreign", "success", "fields of other programs, an empty one among them",
               record=RECORD.with_field(0x80, b"").with_field(0xB7, bytes(9)).with_field(0xFF, b"\1"))
    yield text("field-order", "tampered", "types that do not ascend", record=RECORD.having(reversed(RECORD.fields)))
    yield text("field-twice", "tampered", "an address twice", record=BARE.with_field(1, b"a").with_field(1, b"a"))
    yield text("field-foreign-twice", "tampered", "a foreign type twice",
               record=RECORD.with_field(0x80, b"a").with_field(0x80, b"b"))
    for kind in (0x0A, 0x7F):
        yield text(f"field-type-{kind:02x}", "tampered", "a type that nobody has", record=RECORD.with_field(kind, b"a"))
    yield text("field-beyond-the-end", "tampered", "a field's length leads beyond the end", record=with_gap(RECORD, 384),
               edit_record=put(303, b"\xff"))
    yield text("field-header-cut", "tampered", "the record ends after a field's type", record=with_gap(RECORD, 383),
               edit_record=put(-1, b"\x81"))
    for name, comment, kind, value in (
        ("address-empty", "an empty address", 1, b""), ("address-not-utf-8", "an address that is not UTF-8", 1, b"\xff1"),
        ("port-zero", "port 0", 2, bytes(2)), ("port-short", "a port of one byte", 2, b"\1"),
        ("port-long", "a port of three bytes", 2, b"\1\0\0"),
        ("expiry-short", "an expiry of seven bytes", 6, EXPIRES[:7]), ("expiry-long", "an expiry of nine bytes", 6,
                                                                       EXPIRES + b"\0"),
        ("note-not-utf-8", "a note that is not UTF-8", 7, b"na\xefve"), ("note-surrogate", "a surrogate in a note", 7,
                                                                         b"\xed\xa0\x80"),
        ("note-overlong", "an overlong form in a note", 7, b"\xc0\xaf"),
    ):
        yield text(f"field-{name}", "tampered", comment, record=RECORD.adding(kind, value))
    for name, length in (("short", 95), ("long", 97)):
        yield text(f"field-signature-{name}", "tampered", f"a signature's field of {length} bytes", signer=ALICE,
                   signed_for=[BOB_PUBLIC],
                   edit_signature=lambda value, length=length: (value + b"\0")[:length])
    yield from of_other_places()


def of_other_places():
    yield text("field-recipient-in-an-export", "tampered", "TLV 3 in an export", record=RECORD.adding(3, bytes(40)))
    yield text("field-old-key-in-an-export", "tampered", "TLV 4 in an export", record=RECORD.adding(4, bytes(36)), epoch=2)
    for kind, value in ((5, bytes(96)), (6, EXPIRES), (7, b"note"), (8, BOB_PUBLIC), (9, bytes(48))):
        yield vault(f"field-{kind}-in-a-vault", "tampered", f"TLV {kind} in a vault that is no export",
                    record=RECORD.adding(kind, value))
    yield text("field-peers-without-flag", "tampered", "TLV 9 where bit 0 is clear", record=RECORD.adding(9, bytes(48)))
