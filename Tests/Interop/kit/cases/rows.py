"""A peer's row that a chunk has and no writer writes."""

from kit.cases.files import with_peers
from kit.peers import peer, wide_peer


def cases():
    for name, comment, row in (
        ("version", "version 2", peer(1, version=2)), ("flag", "bit 2 of its flags", peer(1, flags=5)),
        ("hash-without-flag", "an access hash, and no flag for it", peer(1, flags=0)),
        ("phone-without-flag", "a phone number, and no flag for it", peer(1, phone=b"1555", flags=1)),
        ("flag-without-phone", "the flag for a phone number that is empty", peer(1, flags=3)),
        ("phone-with-plus", "a phone number with a plus", peer(1, phone=b"+1555")),
        ("type-not-ascii", "a type that is not ASCII", peer(1, kind="üser".encode())),
        ("username-upper-case", "a username with an upper-case letter", peer(1, [b"User"])),
        ("username-empty", "an empty username", peer(1, [b""])),
        ("username-not-utf-8", "a username that is not UTF-8", peer(1, [b"\xff"])),
        ("bytes-behind", "a byte behind its last username", peer(1, tail=b"\0")),
        ("username-missing", "its last username is missing", peer(1, [b"one", b"two"])[:-4]),
        ("cut", "it ends within its last username", peer(1)[:-1]), ("short", "a row of one byte", b"\1"),
        ("too-long", "a row of 4,028 bytes", wide_peer(1, 4_028)),
        ("username-with-nul", "a username with a NUL", peer(1, [b"us\0er"])),
        ("username-with-at", "a username with an @ before it", peer(1, [b"@user"])),
        ("username-twice", "a username that is there twice", peer(1, [b"user", b"user"])),
        ("type-with-nul", "a type with a NUL", peer(1, kind=b"us\0er")),
    ):
        yield with_peers(f"row-{name}", "tampered", comment, [row])
    yield with_peers("row-longest", "success", "a row of 4,027 bytes", [wide_peer(1, 4_027)])
