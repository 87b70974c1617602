"""The key slots."""

from kit.case import OPENS_RAW, RAW, raw, text
from kit.people import (BOB_PUBLIC, CODE, OPENS_BOB, OPENS_CAROL, OPENS_CODE, OPENS_PHRASE, OPENS_ROOT, PASSWORDS,
                        bob, carol, code, phrase, root)
from kit.primitives import Random, append, cut, flip, sealed_box
from kit.text import bech32m
from kit.vault import RAW_KEY, RECIPIENT, RECOVERY, ROOT_KEY, Slot

KINDS = {"raw-key": (raw, OPENS_RAW), "passphrase": (phrase, OPENS_PHRASE), "recovery-code": (code, OPENS_CODE),
         "recipient": (bob, OPENS_BOB), "root-key": (root, OPENS_ROOT)}
OTHER = Random("somebody else")
TAKEN = {"origin": "accept", "found": "unverified"}


def cases():
    for name, (slot, secret) in KINDS.items():
        yield text(f"slot-{name}", "success", "a slot of this type opens", [slot()], secret=secret, **terms(name))
        yield text(f"slot-{name}-flags", "malformed", "its flags are not 0", [slot(flags=1)], secret=secret, **terms(name))
        yield text(f"slot-{name}-short", "malformed", "a body of one byte less", [slot(edit=cut(1))], secret=secret, **terms(name))
        yield text(f"slot-{name}-long", "malformed", "a body of one byte more", [slot(edit=append(b"\0"))], secret=secret,
                   **terms(name))
        if name != "recipient":
            yield text(f"slot-{name}-commitment", "secret", "a bit of the commitment", [slot(edit=flip(-80))], secret=secret)
            yield text(f"slot-{name}-wrapped", "secret", "a bit of the wrapped key", [slot(edit=flip(-1))], secret=secret)
            yield text(f"slot-{name}-nonce", "secret", "a bit of the nonce", [slot(edit=flip(-104))], secret=secret)
    yield from wrong_secrets()
    yield from recipients()
    yield from several()
    yield from foreign()


def terms(name):
    return TAKEN if name == "recipient" else {}


def wrong_secrets():
    yield text("slot-wrong-passphrase", "secret", "another passphrase", [phrase()], secret="passphrase wrong")
    yield text("slot-no-passphrase", "secret", "a passphrase, and no slot for one", [raw()], secret=OPENS_PHRASE)
    yield text("slot-wrong-raw-key", "secret", "another raw key", secret="raw key " + bech32m("SVKEY", OTHER(32)))
    yield text("slot-wrong-recovery-code", "secret", "another code", [code()],
               secret="recovery code " + bech32m("SVREC", OTHER(16)))
    yield text("slot-wrong-identity", "secret", "another's identity", [bob()], secret=OPENS_CAROL, origin="accept")
    yield text("slot-wrong-root", "secret", "another root key", [root()], secret=f"root key {OTHER(32).hex()}")
    yield text("slot-key-of-another-type", "secret", "a raw key's bytes in a slot for root keys", [Slot(ROOT_KEY, RAW)])
    yield text("slot-passphrase-salt", "secret", "a bit of the salt", [phrase(edit=flip(4))], secret=OPENS_PHRASE)
    yield text("slot-passphrase-composed", "success", "a passphrase is taken in its composed form", [phrase("Köln 1é")],
               secret="passphrase Ko\u0308ln 1e\u0301")
    yield text("slot-root-id-not-its-own", "secret", "a root key's slot has the id that its key gives", [root(id=b"anything")],
               secret=OPENS_ROOT)


def recipients():
    yield text("slot-box-changed", "secret", "a bit of the sealed box", [bob(edit=flip(-1))], secret=OPENS_BOB, **TAKEN)
    yield text("slot-box-ephemeral", "secret", "a bit of the box's ephemeral key", [bob(edit=flip(0))], secret=OPENS_BOB, **TAKEN)
    yield text("slot-box-of-another-vault", "secret", "the box names another vault", [bob(box_id=OTHER(16))],
               secret=OPENS_BOB, **TAKEN)
    yield text("slot-box-of-another-epoch", "secret", "the box names another epoch", [bob(box_epoch=2)], secret=OPENS_BOB, **TAKEN)
    label = sealed_box(b"SVTR\x02" + bytes(52), BOB_PUBLIC, OTHER(32))
    yield text("slot-box-label", "secret", "the box has another label", [bob(body=label)], secret=OPENS_BOB, **TAKEN)


def several():
    four = [phrase(text) for text in PASSWORDS]
    yield text("slot-four-passphrases", "success", "four passphrase slots, the last of which opens", four,
               secret=f"passphrase {PASSWORDS[3]}")
    yield text("slot-five-passphrases", "malformed", "five passphrase slots", four + [phrase("a fifth")], secret=OPENS_PHRASE)
    others = [Slot(RECIPIENT, secret=Random(f"recipient {number}")(32)) for number in range(15)]
    yield text("slot-sixteen", "success", "sixteen recipients, the last of whom opens", others + [bob()], secret=OPENS_BOB, **TAKEN)
    yield text("slot-seventeen", "malformed", "seventeen recipients", others + [carol(), bob()], secret=OPENS_BOB, **TAKEN)
    yield text("slot-ids-twice", "malformed", "two slots of one id", [raw(id=b"the same"), code(id=b"the same")])
    yield text("slot-foreign-id-twice", "malformed", "another program's slot has the id of one of ours",
               [raw(id=b"the same"), Slot(0x80, id=b"the same", body=b"")])
    yield text("slot-second-of-its-type", "success", "the first slot of the type is for another key",
               [Slot(RAW_KEY, OTHER(32)), raw()])
    yield text("slot-to-another-data-key", "tampered", "a second slot opens to another data key than the envelope's",
               [raw(), stray_slot()], secret=OPENS_CODE)


def stray_slot():
    class Stray(Slot):
        def opening_body(self, vault, slot_id):
            own, vault.data_key = vault.data_key, OTHER(32)
            try:
                return super().opening_body(vault, slot_id)
            finally:
                vault.data_key = own

    return Stray(RECOVERY, CODE)


def foreign():
    for kind in (0, 6, 0x7F):
        yield text(f"slot-type-{kind:02x}", "malformed", "a type that nobody has", [raw(), Slot(kind, body=bytes(104))])
    for kind, body, comment in ((0x80, b"", "an empty body"), (0xC3, bytes(7), "flags of its own"),
                                (0xFF, bytes(512), "512 bytes")):
        yield text(f"slot-foreign-{kind:02x}", "success", f"another program's slot, with {comment}",
                   [Slot(kind, body=body, flags=0xA5 if kind == 0xC3 else 0), raw()])
    yield text("slot-foreign-long", "malformed", "another program's slot with 513 bytes", [raw(), Slot(0x80, body=bytes(513))])
    yield text("slot-foreign-alone", "secret", "no slot but another program's", [Slot(0x80, body=bytes(104))])
