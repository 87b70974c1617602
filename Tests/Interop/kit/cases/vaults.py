"""A vault's envelope, as it stands in the place of an auth key."""

import struct

from kit.case import OPENS_RAW, raw, vault
from kit.people import (BOB_PUBLIC, CAROL_PUBLIC, OPENS_BOB, OPENS_CAROL, OPENS_CODE, OPENS_PHRASE, OPENS_ROOT, bob, carol, code,
                        phrase, root)
from kit.primitives import Random
from kit.record import Record
from kit.vault import EXPORT, KEYRING, ROWS, TRANSITION

RECORD = Record()
BOBS, CAROLS = b"bob slot", b"carolslt"
TWO = [raw(), bob(id=BOBS), carol(id=CAROLS)]
NAMED = RECORD.adding(3, BOBS + BOB_PUBLIC).with_field(3, CAROLS + CAROL_PUBLIC)
OLD_KEY = Random("old data key")(32)


def old_key(epoch):
    return RECORD.adding(4, struct.pack("<I", epoch) + OLD_KEY)


def cases():
    yield vault("vault-at-rest", "success", "rows are sealed")
    yield vault("vault-key-alone", "success", "rows are plain", flags=0)
    yield vault("vault-all-slots", "success", "a slot of each type", [phrase(), raw(), code(), root()], secret=OPENS_CODE)
    yield vault("vault-passphrase", "success", "a passphrase opens it", [phrase()], secret=OPENS_PHRASE)
    yield vault("vault-root-key", "success", "a keyring opens it", [raw(), root()], secret=OPENS_ROOT)
    yield vault("vault-migrating", "success", "a migration runs", flags=ROWS | TRANSITION)
    yield vault("vault-rekeying", "success", "a re-key runs", record=old_key(6), flags=ROWS | TRANSITION, epoch=7)
    yield vault("vault-old-key-at-rest", "tampered", "the old key in a vault at rest", record=old_key(6), epoch=7)
    yield vault("vault-old-key-of-its-epoch", "tampered", "the old key's epoch is the vault's", record=old_key(7),
                flags=ROWS | TRANSITION, epoch=7)
    yield vault("vault-old-key-of-a-later-epoch", "tampered", "the old key's epoch is a later one", record=old_key(8),
                flags=ROWS | TRANSITION, epoch=7)
    for length in (35, 37):
        yield vault(f"vault-old-key-{length}", "tampered", f"TLV 4 with {length} bytes", flags=ROWS | TRANSITION, epoch=7,
                    record=RECORD.adding(4, (struct.pack("<I", 6) + OLD_KEY + b"\0")[:length]))
    yield vault("vault-old-key-twice", "tampered", "TLV 4 twice", flags=ROWS | TRANSITION, epoch=7,
                record=old_key(6).with_field(4, struct.pack("<I", 5) + OLD_KEY))
    yield vault("vault-of-an-export", "kind", "an export's envelope", flags=EXPORT)
    yield vault("vault-of-a-keyring", "malformed", "a keyring's magic", magic=KEYRING)
    yield vault("vault-flag-3", "malformed", "bit 3 of the flags", flags=ROWS | 8)
    yield from recipients()


def recipients():
    two = ordered(NAMED)
    yield vault("vault-recipients", "success", "two recipients, the second of whom opens", TWO, two, OPENS_CAROL, "accept",
                "unverified")
    yield vault("vault-recipient-pinned", "success", "a recipient opens the vault that was expected", TWO, two, OPENS_BOB,
                "pinned", "pinned")
    yield vault("vault-recipient-beside-key", "success", "a raw key opens it, and no recipient has to be taken", TWO, two,
                OPENS_RAW)
    yield vault("vault-recipient-unverified", "origin", "anybody can have made it", TWO, two, OPENS_BOB)
    yield vault("vault-pinned-elsewhere", "other vault", "another vault is expected",
                origin="pinned 000102030405060708090a0b0c0d0e0f")
    bobs, carols = (3, BOBS + BOB_PUBLIC), (3, CAROLS + CAROL_PUBLIC)
    for name, comment, fields in (
        ("missing", "a recipient's slot that TLV 3 does not name", [bobs]), ("all-missing", "no TLV 3", []),
        ("too-many", "TLV 3 for a slot that there is not", [bobs, carols, (3, b"dave slt" + BOB_PUBLIC)]),
        ("order", "TLV 3 in another order than the slots", [carols, bobs]),
        ("of-another-slot", "TLV 3 names a raw key's slot", [bobs, (3, b"raw slot" + CAROL_PUBLIC)]),
        ("short", "TLV 3 with 39 bytes", [bobs, (3, carols[1][:-1])]), ("long", "TLV 3 with 41 bytes",
                                                                        [bobs, (3, carols[1] + b"\0")]),
    ):
        yield vault(f"vault-recipients-{name}", "tampered", comment, [raw(id=b"raw slot"), *TWO[1:]],
                    RECORD.having([*RECORD.fields, *fields]))


def ordered(record):
    return record.having(sorted(record.fields, key=lambda field: field[0]))
