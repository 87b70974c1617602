"""The envelope's header, its length and its MAC."""

import struct

from kit.case import file, raw, text, vault
from kit.primitives import append, cut, flip, put
from kit.record import Record
from kit.vault import EXPORT, KEYRING, ROWS, TRANSITION, Slot


def cases():
    yield text("header-of-an-export", "success", "an export with one slot, as it is written")
    yield text("header-epoch-and-generation", "success", "a reader takes any epoch and generation", epoch=7, generation=9)
    yield text("header-counters-at-their-end", "success", "the last epoch and generation can be read",
               epoch=2**32 - 1, generation=2**64 - 1)
    yield text("header-magic-changed", "malformed", "the first byte of the magic is another", magic=b"\x88SVT\r\n\x1a")
    yield text("header-magic-line-end", "malformed", "the magic's CR LF came through a conversion of line ends",
               magic=b"\x89SVT\n\n\x1a")
    yield text("header-magic-of-a-keyring", "malformed", "a keyring's magic", magic=KEYRING)
    for version in (0, 2, 255):
        yield text(f"header-version-{version}", "version", "a version that is not 1", version=version)
    for name, change in (("less", -1), ("more", 1), ("much-more", 4096)):
        yield text(f"header-length-{name}", "malformed", f"the length in the header is off by {change}",
                   edit_covered=length_by(change))
    yield text("header-length-zero", "malformed", "the length in the header is 0", edit_covered=put(8, bytes(2)))
    yield text("header-byte-behind-the-end", "malformed", "a byte follows the MAC", edit=append(b"\0"))
    yield text("header-last-byte-missing", "malformed", "the MAC's last byte is missing", edit=cut(1))
    yield text("header-alone", "malformed", "nothing follows the header, and its length says so",
               edit=lambda data: put(8, struct.pack("<H", 40))(data[:40]))
    yield text("header-cut", "malformed", "the end comes within the header, and its length says so",
               edit=lambda data: put(8, struct.pack("<H", 20))(data[:20]))
    for bit in (3, 7):
        yield text(f"header-flag-{bit}", "malformed", f"bit {bit} of the flags is set", flags=EXPORT | 1 << bit)
    yield text("header-export-in-transition", "tampered", "an export is in no transition", flags=EXPORT | TRANSITION)
    yield text("header-export-with-rows", "kind", "what has peers behind it is a file and no text", flags=EXPORT | ROWS)
    yield text("header-no-export", "kind", "a vault's envelope where an export is expected", flags=ROWS)
    for count, comment in ((0, "no slot"), (2, "one slot more than there is"), (17, "17 slots")):
        yield text(f"header-slot-count-{count}", "malformed", f"the header says {comment}", edit_covered=put(11, bytes([count])))
    yield text("header-slot-count-less", "malformed", "the header says one slot less than there are",
               slots=[raw(), Slot(0x80, body=b"another's")], edit_covered=put(11, b"\1"))
    yield text("header-id-changed", "secret", "a bit of the vault id: a slot's keys hang on it", edit=flip(12))
    yield text("header-epoch-changed", "secret", "a bit of the epoch: a slot's keys hang on it", edit=flip(28, 2))
    yield text("header-generation-changed", "tampered", "a bit of the generation, which only the MAC covers", edit=flip(32, 2))
    yield file("header-flags-changed", "tampered", "bit 0 of the flags was set afterwards", edit=flip(10))
    yield text("header-mac-changed", "tampered", "the last bit of the MAC", edit=flip(-1))
    yield text("header-mac-zero", "tampered", "a MAC of zeros", edit=put(-32, bytes(32)))
    yield text("header-longest", "success", "an envelope of 16,384 bytes", **long_vault(142))
    yield vault("header-too-long", "malformed", "an envelope of 16,385 bytes", **long_vault(143))


def long_vault(rest):
    """With the slot of another program, for the bytes that a payload's blocks leave."""
    return {"slots": [raw(), Slot(0x80, body=bytes(rest))], "record": Record().with_field(0x80, b"f" * 15_660)}


def length_by(change):
    return lambda data: put(8, struct.pack("<H", struct.unpack_from("<H", data, 8)[0] + change))(data)
