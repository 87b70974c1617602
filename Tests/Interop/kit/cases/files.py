"""An export's file: the envelope and the chunks behind it."""

import struct

from kit.case import file, raw
from kit.people import ALICE, BOB_PUBLIC, BY_ALICE, FROM_ALICE, OPENS_BOB, bob
from kit.peers import CHUNK, Peers, full_chunk, peer, rows
from kit.primitives import append, blake2b, cut, flip, put
from kit.vault import EXPORT, KEYRING, ROWS

WITH_PEERS = EXPORT | ROWS
SOME = [peer(1), peer(2, phone=b"15550100"), peer(5_000_000_000, names=[]), peer(-100, [b"chan", b"nel"], b"channel")]
SEALED = CHUNK + 40


def with_peers(name, expect, comment, *chunks, slots=None, edit_file=lambda data: data, secret=None, origin=None, signer=None,
               found="secret holder", epoch=1, **changes):
    terms = {"secret": secret, "origin": origin, "signer": signer, "found": found} if secret else {}
    if signer:
        terms["signed_for"] = [BOB_PUBLIC]
    return file(f"file-{name}", expect, comment, slots or [raw()], flags=WITH_PEERS, epoch=epoch, edit_file=edit_file,
                peers=Peers(*(chunks or [SOME]), **changes), **terms)


def cases():
    yield file("file-without-peers", "success", "an envelope and nothing else")
    yield with_peers("peers", "success", "peers of different kinds")
    yield with_peers("no-peer", "success", "no peer, in a chunk of zeros", [])
    yield with_peers("epoch", "success", "of another epoch", epoch=3)
    yield with_peers("two-chunks", "success", "a chunk that is filled to its last byte, and another", full_chunk(1), [peer(900)])
    yield with_peers("full-chunk-last", "success", "a last chunk of 65,536 bytes", full_chunk(1))
    yield with_peers("signed", "success", "signed, and the peers by way of their hash", slots=[bob()], secret=OPENS_BOB,
                     origin=BY_ALICE, signer=ALICE, found=FROM_ALICE)
    yield from cuts()
    yield from places()
    yield from stated()
    yield from paddings()


def cuts():
    for name, comment, length in (
        ("in-magic", "within the magic", 5), ("in-header", "within the header", 9), ("in-envelope", "within the envelope", 200),
        ("in-last-byte-of-envelope", "before the envelope's last byte", -1),
    ):
        yield file(f"file-cut-{name}", "cut", f"it ends {comment}", edit_file=lambda data, length=length: data[:length])
    yield with_peers("cut-before-peers", "cut", "it ends after the envelope", edit=lambda data: b"")
    yield with_peers("cut-in-nonce", "cut", "it ends within a chunk's nonce", edit=lambda data: data[:10])
    yield with_peers("cut-last-byte", "cut", "its last byte is missing", edit=cut(1))
    yield with_peers("cut-between-chunks", "cut", "its second chunk is missing", full_chunk(1), [peer(900)],
                     edit=lambda data: data[:SEALED])
    yield file("file-empty", "malformed", "nothing", edit_file=lambda data: b"")
    yield file("file-of-something-else", "malformed", "an SQLite database", edit_file=put(0, b"SQLite format 3\0"))
    yield file("file-of-a-keyring", "malformed", "a keyring's magic", magic=KEYRING)
    yield file("file-of-a-vault", "kind", "a vault's envelope", flags=ROWS)
    yield file("file-length-above-the-most", "malformed", "the envelope's length says 16,385",
               edit_file=put(8, struct.pack("<H", 16_385)))
    yield file("file-byte-behind-envelope", "malformed", "a byte follows an envelope without peers", edit_file=append(b"\0"))
    yield with_peers("byte-behind-peers", "malformed", "a byte follows the last chunk", edit=append(b"\0"))


def places():
    two = (full_chunk(1), full_chunk(101))
    yield with_peers("chunks-swapped", "tampered", "two chunks of one length changed places", *two,
                     edit=lambda data: data[SEALED:] + data[:SEALED])
    yield with_peers("chunk-twice", "tampered", "the first chunk stands in the second's place, too", full_chunk(1), full_chunk(101),
                     edit=lambda data: data[:SEALED] * 2)
    yield with_peers("last-chunk-missing", "tampered", "the last chunk is missing, and the envelope does not miss it",
                     full_chunk(1), last=[False])
    yield with_peers("chunk-not-last", "tampered", "the only chunk says that it is not the last", last=[False])
    yield with_peers("chunk-last-too-early", "tampered", "the first of two chunks says that it is the last", full_chunk(1),
                     [peer(900)], last=[True, True])
    yield with_peers("chunk-at-another-place", "tampered", "the only chunk is of place 1", places=[1])
    yield with_peers("chunk-changed", "tampered", "a bit of a chunk", edit=flip(24))
    yield with_peers("chunk-nonce", "tampered", "a bit of a chunk's nonce", edit=flip(0))
    yield with_peers("chunk-tag", "tampered", "a bit of a chunk's tag", edit=flip(-1))
    yield with_peers("chunk-of-no-rows", "tampered", "a chunk with no bytes of rows", b"")
    yield with_peers("chunk-behind-the-last", "tampered", "an empty chunk follows a full one", full_chunk(1), b"")


def stated():
    yield with_peers("count-less", "tampered", "the envelope counts one peer less", count=len(SOME) - 1)
    yield with_peers("count-more", "tampered", "the envelope counts one peer more", count=len(SOME) + 1)
    yield with_peers("count-largest", "tampered", "the envelope counts 2^64 - 1 peers", count=2**64 - 1)
    yield with_peers("hash", "tampered", "the envelope has another hash", edit_stated=flip(16))
    yield with_peers("length-less", "malformed", "the envelope says 64 bytes less", edit_stated=length_by(-64))
    yield with_peers("length-more", "cut", "the envelope says 64 bytes more", edit_stated=length_by(64))
    yield with_peers("length-largest", "cut", "the envelope says 2^64 - 1 bytes", edit_stated=put(8, b"\xff" * 8))
    yield with_peers("nothing-stated", "tampered", "the envelope says no byte, and nothing follows", b"",
                     edit_stated=length_to_zero,
                     edit=lambda data: b"")
    for name, length in (("short", 47), ("long", 49)):
        yield with_peers(f"stated-{name}", "tampered", f"TLV 9 with {length} bytes",
                         edit_stated=lambda value, length=length: (value + b"\0")[:length])
    yield file("file-flag-without-peers", "tampered", "bit 0 of the flags, and no TLV 9", flags=WITH_PEERS)


def paddings():
    yield with_peers("no-multiple-of-64", "tampered", "rows of 65 bytes", bytes(65), count=0)
    yield with_peers("more-padding", "success", "zeros of more than a block", bytes(256), count=0)
    yield with_peers("padding-not-zero", "tampered", "a byte of the padding is not 0",
                     rows(peer(1)) + bytes(63 - len(rows(peer(1))) % 64) + b"\1", count=1)
    yield with_peers("row-behind-padding", "tampered", "a row follows zeros", bytes(64) + (rows(peer(1)) + bytes(64))[:64], count=0)
    yield with_peers("row-beyond-chunk", "tampered", "a row's length leads beyond its chunk",
                     struct.pack("<H", 63) + bytes([1]) * 62, count=1)
    yield with_peers("half-a-length", "tampered", "one byte is left after the rows, and it is not 0", ends_with(b"\1"), count=1)
    yield with_peers("one-byte-left", "success", "one byte is left after the rows", [exact(61)], count=1)


def exact(length):
    row = peer(7, names=[b"n" * (length - len(peer(7, names=[b""])))])
    assert len(row) == length
    return row


def ends_with(last):
    return rows(exact(61)) + last


def length_by(change):
    return lambda value: put(8, struct.pack("<Q", struct.unpack_from("<Q", value, 8)[0] + change))(value)


def length_to_zero(value):
    return struct.pack("<QQ", 0, 0) + blake2b(32, b"")
