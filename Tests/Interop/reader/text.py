"""The text forms: an envelope's base64url with its checksum, and the bech32m of keys and codes (BIP 350)."""

import base64
import re
from hashlib import blake2b

from nacl import bindings

from reader.envelope import LONGEST
from reader.refusal import Refused, refuse_unless
from reader.strings import is_session_string

PREFIX = "svault1_"
CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GROUP_ORDER = (2**252 + 27742317777372353535851937790883648493).to_bytes(32, "little")
OUTER = " \t\n\v\f\r\"'`"
# Prefix, bytes, and whether it is shown in groups.
KEYS = {
    "recipient": ("svpub1", 32, False), "identity": ("SVSEC1", 32, False), "raw key": ("SVKEY1", 32, False),
    "recovery code": ("SVREC1", 16, True), "signer": ("svsig1", 32, False), "signing identity": ("SVSIGSEC1", 32, False),
}


def parse_envelope_text(text):
    text = text.strip(OUTER)
    if not text.startswith(PREFIX):
        refuse_unless(not is_session_string(text), "a plain session string", "plain string")
        raise Refused("prefix", "typo")
    body = text.removeprefix(PREFIX)
    # More characters than the longest envelope has are not looked at.
    refuse_unless(len(body) <= -(-(LONGEST + 4) * 4 // 3), "length", "typo")
    refuse_unless(re.fullmatch("[A-Za-z0-9_-]*", body) and len(body) % 4 != 1, "alphabet", "typo")
    data = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    refuse_unless(base64.urlsafe_b64encode(data).decode().rstrip("=") == body, "unused bits", "typo")
    envelope, checksum = data[:-4], data[-4:]
    refuse_unless(blake2b(PREFIX.encode() + envelope, digest_size=4).digest() == checksum, "checksum", "typo")
    return envelope


def parse_key(kind, text):
    """The bytes of a key's text, checked in the format's order."""
    prefix, count, grouped = KEYS[kind]
    text = text.strip(OUTER)
    refuse_unless(text.startswith(prefix), "prefix", "key")
    body = text.removeprefix(prefix)
    body = body.replace("-", "").replace(" ", "") if grouped else body
    refuse_unless(len(body) == -(-count * 8 // 5) + 6, "length", "typo")
    alphabet = CHARACTERS.upper() if prefix.isupper() else CHARACTERS
    refuse_unless(set(body) <= set(alphabet), "alphabet", "typo")
    try:
        _, data = parse_bech32m(prefix + body)
    except Refused as refused:
        raise Refused(str(refused), "key" if str(refused) == "trailing bits" else "typo") from None
    check_point(kind, data)
    return data


def check_point(kind, data):
    if kind == "signer":
        refuse_unless(is_signer(data), "no point of the large group", "key")
    if kind == "recipient":
        refuse_unless(int.from_bytes(data, "little") < 2**255 - 19, "a key in another form", "key")
        try:
            bindings.crypto_scalarmult(b"\1" * 32, data)
        except Exception:
            raise Refused("a point of small order", "key") from None


def is_signer(data):
    """Whether it is a point of the large group, in its one form.

    libsodium's own answer is not enough: before 2025-12-30 it took the sum of such a point and the one of order 2.
    """
    if not bindings.crypto_core_ed25519_is_valid_point(data):
        return False
    try:
        bindings.crypto_scalarmult_ed25519_noclamp(GROUP_ORDER, data)
    except Exception:  # The neutral point, which the function gives nobody.
        return True
    return False


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


def write_bech32m(prefix, data):
    """The text of 32 bytes in lower case."""
    bits = "".join(f"{byte:08b}" for byte in data).ljust(260, "0")
    values = [int(bits[at : at + 5], 2) for at in range(0, 260, 5)]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    checksum = polymod(expanded + values + [0] * 6) ^ 0x2BC830A3
    values += [checksum >> shift & 31 for shift in range(25, -1, -5)]
    return f"{prefix}1" + "".join(CHARACTERS[value] for value in values)


def polymod(values):
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= generator if top >> bit & 1 else 0
    return checksum
