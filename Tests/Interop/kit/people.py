"""Who has what in the kit."""

from kit.case import identity_text, signer_text
from kit.primitives import Random, public_of, signer_of
from kit.text import bech32m, grouped
from kit.vault import PASSPHRASE, RECOVERY, ROOT_KEY, Slot, recipient

PASSWORDS = ("correct horse battery staple", "another", "a third", "a fourth")
PHRASE = PASSWORDS[0]
CODE, ROOT = Random("recovery code")(16), Random("root key")(32)
BOB, CAROL, DAVE = (Random(name)(32) for name in ("Bob", "Carol", "Dave"))
ALICE, MALLORY = (Random(name)(32) for name in ("Alice", "Mallory"))

OPENS_PHRASE = f"passphrase {PHRASE}"
OPENS_CODE = "recovery code " + grouped(bech32m("SVREC", CODE))
OPENS_ROOT = f"root key {ROOT.hex()}"
OPENS_BOB, OPENS_CAROL = identity_text(BOB), identity_text(CAROL)
BOB_PUBLIC, CAROL_PUBLIC, DAVE_PUBLIC = public_of(BOB), public_of(CAROL), public_of(DAVE)
BY_ALICE = f"signed {signer_text(ALICE)}"
FROM_ALICE = f"signed {signer_text(ALICE)}"
ALICE_PUBLIC = signer_of(ALICE)


def phrase(text=PHRASE, **changes):
    return Slot(PASSPHRASE, text, **changes)


def code(**changes):
    return Slot(RECOVERY, CODE, **changes)


def root(**changes):
    return Slot(ROOT_KEY, ROOT, **changes)


def bob(**changes):
    return recipient(BOB, **changes)


def carol(**changes):
    return recipient(CAROL, **changes)
