"""The text forms: an envelope's base64url with its checksum, and the bech32m of keys and codes (BIP 350)."""

import base64
from hashlib import blake2b

from reader.envelope import refuse_unless

PREFIX = "svault1_"
CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def parse_envelope_text(text):
    refuse_unless(text.startswith(PREFIX), "prefix")
    body = text.removeprefix(PREFIX)
    data = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    refuse_unless(base64.urlsafe_b64encode(data).decode().rstrip("=") == body, "base64url")
    envelope, checksum = data[:-4], data[-4:]
    refuse_unless(blake2b(PREFIX.encode() + envelope, digest_size=4).digest() == checksum, "checksum")
    return envelope


def parse_bech32m(text):
    refuse_unless(text in (text.lower(), text.upper()), "mixed case")
    prefix, _, body = text.lower().rpartition("1")
    values = [CHARACTERS.index(c) for c in body]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    refuse_unless(polymod(expanded + values) == 0x2BC830A3, "checksum")
    bits = "".join(f"{value:05b}" for value in values[:-6])
    whole = len(bits) // 8 * 8
    refuse_unless("1" not in bits[whole:], "trailing bits")
    return prefix, bytes(int(bits[at : at + 8], 2) for at in range(0, whole, 8))


def polymod(values):
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= generator if top >> bit & 1 else 0
    return checksum
