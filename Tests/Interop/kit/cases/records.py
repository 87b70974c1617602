"""The record: its fixed part, its padding, and what no client can use."""

import dataclasses

from kit.case import text
from kit.primitives import append, put
from kit.record import Record, with_gap

RECORD = Record()


def having(**changes):
    return dataclasses.replace(RECORD, **changes)


def cases():
    yield text("record-bare", "success", "no field, no user, no application's id",
               record=having(fields=(), flags=0, user_id=0, api_id=0))
    yield text("record-of-the-test-environment", "success", "test environment, and no bot", record=having(flags=0b101))
    yield text("record-without-a-port", "success", "an address, and no port", record=RECORD.having(RECORD.fields[:1]))
    yield text("record-before-1970", "success", "a date before 1970", record=having(date=-1))
    for version in (0, 2):
        yield text(f"record-version-{version}", "tampered", "a record of another version", record=having(version=version))
    for bit in (3, 7):
        yield text(f"record-flag-{bit}", "tampered", f"bit {bit} of the flags is set", record=having(flags=0b110 | 1 << bit))
    yield text("record-user-without-flag", "tampered", "a user id, and no flag for it", record=having(flags=0b010))
    yield text("record-flag-without-user", "tampered", "the flag for a user id that is 0", record=having(user_id=0))
    yield text("record-no-key", "tampered", "an auth key of zeros", record=having(key=bytes(256)))
    yield text("record-short", "tampered", "a record that ends within the auth key", record=RECORD.encoded()[:256])
    yield from paddings()
    yield from unusable()


def paddings():
    yield text("record-without-padding", "success", "a record that ends on a block has no padding", record=with_gap(RECORD, 384))
    yield text("record-most-padding", "success", "63 bytes of padding", record=with_gap(RECORD, 321))
    yield text("record-padding-of-a-block", "tampered", "64 zeros after a record that ends on a block",
               record=with_gap(RECORD, 384), edit_record=append(bytes(64)))
    yield text("record-padding-too-long", "tampered", "64 zeros more than the block asks for", edit_record=append(bytes(64)))
    yield text("record-padding-last-byte", "tampered", "the last byte of the padding is not 0", edit_record=put(-1, b"\1"))
    yield text("record-padding-second-byte", "tampered", "the padding's second byte is not 0", record=with_gap(RECORD, 321),
               edit_record=put(322, b"\x80"))


def unusable():
    """Well formed, and sealed by a holder of the key: refused last of all."""
    for name, comment, record in (
        ("dc-zero", "DC 0", having(dc=0)), ("dc-negative", "a negative DC", having(dc=-1)),
        ("user-negative", "a negative user id", having(user_id=-5)), ("application-negative", "a negative application's id",
                                                                      having(api_id=-1)),
        ("address-with-nul", "an address with a NUL", RECORD.adding(1, b"149\x00154")),
        ("address-too-long", "an address of 256 bytes", RECORD.adding(1, b"a" * 256)),
    ):
        yield text(f"record-{name}", "value", comment, record=record)
    yield text("record-longest-address", "success", "an address of 255 bytes", record=RECORD.adding(1, b"a" * 255))
