"""The forms of text: an envelope's base64url with its checksum, and the bech32m of keys (BIP 350)."""

import base64

from kit.primitives import blake2b

CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PREFIX = "svault1_"


def envelope_text(data, checksum=None):
    whole = data + (blake2b(4, PREFIX.encode() + data) if checksum is None else checksum)
    return PREFIX + base64.urlsafe_b64encode(whole).decode().rstrip("=")


def standard_base64(data):
    return base64.b64encode(data).decode()


def bech32m(prefix, data, constant=0x2BC830A3, rest=0):
    """The prefix's case is that of the text; `rest` is put into the bits that belong to no byte."""
    bits = "".join(f"{byte:08b}" for byte in data)
    values = [int(bits[at : at + 5].ljust(5, "0"), 2) for at in range(0, len(bits), 5)]
    values[-1] |= rest
    human = prefix.lower()
    expanded = [ord(c) >> 5 for c in human] + [0] + [ord(c) & 31 for c in human]
    remainder = polymod(expanded + values + [0] * 6) ^ constant
    values += [remainder >> 5 * (5 - place) & 31 for place in range(6)]
    text = human + "1" + "".join(CHARACTERS[value] for value in values)
    return text.upper() if prefix.isupper() else text


def polymod(values):
    remainder = 1
    for value in values:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> place & 1:
                remainder ^= factor
    return remainder


def grouped(text):
    """A recovery code as it is shown."""
    prefix, body = text[:6], text[6:]
    return "-".join([prefix] + [body[at : at + 4] for at in range(0, len(body), 4)])


def swapped(text, at):
    assert text[at] != text[at + 1]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def replaced(text, at, other):
    at = at if at >= 0 else len(text) + at
    assert text[at] != other
    return text[:at] + other + text[at + 1 :]
