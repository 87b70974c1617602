"""The text of keys and codes."""

from nacl import bindings

from kit.case import RAW, Case
from kit.people import ALICE, ALICE_PUBLIC, BOB, BOB_PUBLIC, CODE
from kit.text import bech32m, grouped, replaced, swapped

KINDS = {
    "recipient": ("svpub", BOB_PUBLIC, None), "identity": ("SVSEC", BOB, BOB_PUBLIC), "raw key": ("SVKEY", RAW, None),
    "recovery code": ("SVREC", CODE, None), "signer": ("svsig", ALICE_PUBLIC, None), "signing identity": ("SVSIGSEC", ALICE,
                                                                                                          ALICE_PUBLIC),
}
# Of the curve's points of small order, and of what is none of its large group.
SMALL_MONTGOMERY = {
    "0": bytes(32), "1": b"\1" + bytes(31), "minus-1": b"\xec" + b"\xff" * 30 + b"\x7f",
    "8": bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    "8-other": bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
}
BAD_EDWARDS = {
    "order-1": b"\1" + bytes(31), "order-2": b"\xec" + b"\xff" * 30 + b"\x7f", "order-4": bytes(32),
    "not-canonical": b"\xee" + b"\xff" * 30 + b"\x7f", "no-point": b"\2" + bytes(31),
    "large-and-order-2": bindings.crypto_core_ed25519_add(ALICE_PUBLIC, b"\xec" + b"\xff" * 30 + b"\x7f"),
    "large-and-order-4": bindings.crypto_core_ed25519_add(ALICE_PUBLIC, bytes(32)),
}


def cases():
    for kind, (prefix, data, public) in KINDS.items():
        right = bech32m(prefix, data)
        gives = {"bytes": data.hex()} | ({"public": public.hex()} if public else {})

        def of(name, expect, comment, text, kind=kind, gives=gives):
            return Case(f"key-{kind.replace(' ', '-')}-{name}", expect, comment, kind, text, gives=gives)

        yield of("text", "success", "as it is written", grouped(right) if kind == "recovery code" else right)
        yield of("in-quotes", "success", "quotes and white space around it are taken off", f' "{right}"\n')
        yield from wrong(of, prefix, data, right)
    yield from groups()
    for name, point in SMALL_MONTGOMERY.items():
        yield Case(f"key-recipient-small-order-{name}", "key", "a point of small order", "recipient", bech32m("svpub", point))
    high = BOB_PUBLIC[:31] + bytes([BOB_PUBLIC[31] | 0x80])
    yield Case("key-recipient-high-bit", "key", "bit 255 set, which X25519 does not look at", "recipient", bech32m("svpub", high))
    beyond = (2**255 - 19 + 9).to_bytes(32, "little")
    yield Case("key-recipient-beyond-prime", "key", "the base point, with the prime added", "recipient", bech32m("svpub", beyond))
    for name, point in BAD_EDWARDS.items():
        yield Case(f"key-signer-{name}", "key", "no point of the large group in its one form", "signer", bech32m("svsig", point))


def wrong(of, prefix, data, right):
    start, last = len(prefix) + 1, right[-1]
    other = "Q" if prefix.isupper() else "q"
    yield of("wrong-character", "typo", "one character is another",
             replaced(right, -3, other if right[-3] != other else other.translate(str.maketrans("Qq", "Pp"))))
    yield of("swapped", "typo", "two characters changed places",
             swapped(right, next(at for at in range(start, len(right)) if right[at] != right[at + 1])))
    yield of("not-in-alphabet", "typo", "a b, which is none of the alphabet",
             replaced(right, start + 5, "B" if prefix.isupper() else "b"))
    yield of("cut", "typo", "its last character is missing", right[:-1])
    yield of("longer", "typo", "its last character twice", right + last)
    yield of("other-case", "key", "the other case throughout", right.swapcase())
    mixed = next(at for at in range(start, len(right)) if right[at].isalpha())
    yield of("mixed-case", "typo", "one character of the other case", replaced(right, mixed, right[mixed].swapcase()))
    yield of("bech32", "typo", "the checksum of BIP 173", bech32m(prefix, data, constant=1))
    yield of("one-byte-less", "typo", "another length, under a right checksum", bech32m(prefix, data[:-1]))
    yield of("unused-bits", "key", "a bit that belongs to no byte, under a right checksum", bech32m(prefix, data, rest=1))
    another = "SVKEY" if prefix == "SVREC" else "SVREC" if prefix.isupper() else "svsig" if prefix == "svpub" else "svpub"
    yield of("other-kind", "key", "the prefix of another kind, under a right checksum", bech32m(another, data))
    if prefix != "SVREC":
        yield of("space-within", "typo", "a space within", right[:20] + " " + right[20:])


def groups():
    gives = {"bytes": CODE.hex()}
    shown = grouped(bech32m("SVREC", CODE))
    yield Case("key-recovery-code-spaces", "success", "spaces between the groups", "recovery code", shown.replace("-", " "),
               gives=gives)
    yield Case("key-recovery-code-hyphen-in-prefix", "key", "a hyphen within the prefix", "recovery code", "SV-" + shown[2:])
    yield Case("key-recovery-code-underscores", "typo", "underscores between the groups", "recovery code", shown.replace("-", "_"))
