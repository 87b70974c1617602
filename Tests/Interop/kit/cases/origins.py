"""Whose exports are taken, and for how long."""

import struct

from kit.case import signer_text, text
from kit.people import (ALICE, BOB_PUBLIC, BY_ALICE, FROM_ALICE, MALLORY, OPENS_BOB, OPENS_PHRASE, bob, phrase)
from kit.record import NOW, Record

ELSEWHERE = "pinned 000102030405060708090a0b0c0d0e0f"
BY_MALLORY = f"signed {signer_text(MALLORY)}"
OF_ALICE = {"signer": ALICE, "signed_for": [BOB_PUBLIC]}


def cases():
    def for_bob(name, expect, comment, **terms):
        return text(f"origin-{name}", expect, comment, [bob()], secret=OPENS_BOB, **terms)

    yield for_bob("accepted", "success", "nobody's export, by consent", origin="accept", found="unverified")
    yield for_bob("pinned", "success", "an export of the id that was expected", origin="pinned", found="pinned")
    yield for_bob("signed-and-pinned", "success", "a signature says more than an id", origin="pinned", found=FROM_ALICE, **OF_ALICE)
    yield for_bob("signed-and-accepted", "success", "signed by anybody, by consent", origin="accept", found=FROM_ALICE, **OF_ALICE)
    yield for_bob("signed-by-one-of-two", "success", "two signers are taken", origin=f"{BY_MALLORY} {signer_text(ALICE)}",
                  found=FROM_ALICE, **OF_ALICE)
    yield for_bob("unverified", "origin", "anybody can have made it")
    yield for_bob("unsigned", "origin", "a signature is asked for, and there is none", origin=BY_ALICE)
    yield for_bob("signed-by-another", "origin", "another signer is asked for", origin=BY_MALLORY, **OF_ALICE)
    yield for_bob("signed-by-nobody-known", "origin", "no signer is taken", origin="signed", **OF_ALICE)
    yield for_bob("signed-and-nobody-asked", "origin", "a signer whom nobody named is nobody's word", **OF_ALICE)
    yield for_bob("pinned-elsewhere", "other vault", "another id is expected", origin=ELSEWHERE)
    yield text("origin-raw-key-pinned-elsewhere", "other vault", "another id is expected, whatever opens it", origin=ELSEWHERE)
    yield text("origin-passphrase-unsigned", "origin", "a passphrase opens, and a signature is asked for", [phrase()],
               secret=OPENS_PHRASE, origin=BY_ALICE)
    yield text("origin-raw-key-pinned", "success", "a raw key opens, and says more than an id", origin="pinned")
    yield text("origin-passphrase-signed", "success", "a passphrase opens, and nobody asks for the signature", [phrase()],
               secret=OPENS_PHRASE, found=FROM_ALICE, signer=ALICE)
    yield from expiries()


def expiries():
    for name, expect, comment, expires in (
        ("ahead", "success", "it expires in a second", NOW + 1), ("never", "success", "the last time there is", 2**63 - 1),
        ("now", "expired", "it expires now", NOW), ("before", "expired", "it expired a second ago", NOW - 1),
        ("before-1970", "expired", "it expired before 1970", -(2**63)),
    ):
        yield text(f"expiry-{name}", expect, comment, record=Record().adding(6, struct.pack("<q", expires)), now=NOW)
    yield text("expiry-and-note", "success", "a note, in the past",
               record=Record().adding(6, struct.pack("<q", 1)).adding(7, b"for a while"), now=0)
