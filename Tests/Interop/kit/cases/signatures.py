"""An export's signature and the list of those it was made for."""

import hashlib

from nacl import bindings

from kit.case import text
from kit.people import (ALICE, ALICE_PUBLIC, BOB_PUBLIC, BY_ALICE, CAROL_PUBLIC, DAVE_PUBLIC, FROM_ALICE, MALLORY, OPENS_BOB,
                        OPENS_CAROL, OPENS_PHRASE, bob, carol, phrase)
from kit.primitives import Random, blake2b, flip, put, sign, signer_of
from kit.record import Record

ORDER = 2**252 + 27742317777372353535851937790883648493
NEGATIVE_ONE = (2**255 - 20).to_bytes(32, "little")  # y = -1: the point of order 2.
RECORD = Record()


def signed(name, expect, comment, slots=None, secret=OPENS_BOB, origin=BY_ALICE, signed_for=(BOB_PUBLIC,), **changes):
    return text(name, expect, comment, slots or [bob()], secret=secret, origin=origin, found=FROM_ALICE, signer=ALICE,
                signed_for=signed_for, **changes)


def cases():
    both = (BOB_PUBLIC, CAROL_PUBLIC)
    yield signed("signature-for-one", "success", "for one recipient")
    yield signed("signature-for-two", "success", "for two recipients, the second of whom opens", [bob(), carol()], OPENS_CAROL,
                 signed_for=both)
    yield signed("signature-and-passphrase", "success", "for nobody in particular: a passphrase opens", [phrase()],
                 OPENS_PHRASE, signed_for=())
    yield signed("signature-forwarded-by-passphrase", "signature", "Bob, for whom it is, put it under a passphrase", [phrase()],
                 OPENS_PHRASE)
    yield signed("signature-and-note", "success", "over a note, an expiry and a foreign field, too",
                 record=RECORD.adding(7, "für Köln".encode()).adding(6, (2**40).to_bytes(8, "little")).adding(0x99, b"f"))
    yield signed("signature-of-another-key", "signature", "another's key over the same signature",
                 edit_signature=put(0, signer_of(MALLORY)))
    for name, at in (("first-half", 32), ("second-half", 70)):
        yield signed(f"signature-{name}", "signature", f"a bit of the signature's {name.replace('-', ' ')}",
                     edit_signature=flip(at))
    yield signed("signature-record-changed", "signature", "the date in the record was changed", edit_record=flip(16))
    yield signed("signature-key-changed", "signature", "the auth key was changed", edit_record=flip(100))
    yield signed("signature-note-changed", "signature", "the note was changed", record=RECORD.adding(7, b"note"),
                 edit_record=replaced(b"note", b"not!"))
    yield signed("signature-of-another-vault", "signature", "it was made for another vault", signed_id=Random("another vault")(16))
    yield signed("signature-of-another-list", "signature", "it was made for another list",
                 signed_keys=[BOB_PUBLIC, DAVE_PUBLIC], signed_for=both)
    yield signed("signature-forwarded", "signature", "Carol, for whom it is, sealed it to Bob", signed_for=[CAROL_PUBLIC])
    yield signed("signature-for-nobody", "signature", "Bob opens it, and the list is empty", signed_for=())
    yield signed("signature-over-other-padding", "signature", "over the record without its padding", signature_of=over_bare_record)
    yield from keys()
    yield from lists()


def keys():
    """What some verifiers accept: each would have two signatures, or two keys, for one message."""
    yield signed("signature-s-not-canonical", "signature", "S and the group's order more", edit_signature=larger)
    yield signed("signature-key-of-order-1", "signature", "the neutral point as a key, whose signatures hold for any message",
                 edit_signature=lambda value: neutral() + neutral() + bytes(32))
    yield signed("signature-key-not-canonical", "signature", "the neutral point as a key, in another form",
                 edit_signature=lambda value: (2**255 - 18).to_bytes(32, "little") + neutral() + bytes(32))
    yield signed("signature-key-of-mixed-order", "signature",
                 "a key outside of the large group, whose signature the equation accepts",
                 signature_of=of_mixed_order)
    yield signed("signature-key-no-point", "signature", "a key that is no point of the curve",
                 edit_signature=put(0, b"\2" + bytes(31)))


def lists():
    both = (BOB_PUBLIC, CAROL_PUBLIC)
    ascending = b"".join(sorted(both))
    descending = ascending[32:] + ascending[:32]
    yield signed("signature-list-not-ascending", "tampered", "the list descends", [bob(), carol()], signed_for=both,
                 edit_record=replaced(ascending, descending))
    yield signed("signature-list-twice", "tampered", "one recipient twice", signed_for=[BOB_PUBLIC, BOB_PUBLIC])
    yield signed("signature-list-of-17", "tampered", "a list of 17 recipients",
                 signed_for=[BOB_PUBLIC] + [Random(f"listed {number}")(32) for number in range(16)])
    yield text("signature-list-missing", "tampered", "a signature without a list", [bob()],
               record=RECORD.adding(5, ALICE_PUBLIC + bytes(64)),
               secret=OPENS_BOB, origin=BY_ALICE)
    yield text("signature-list-alone", "tampered", "a list without a signature", [bob()], record=RECORD.adding(8, BOB_PUBLIC),
               secret=OPENS_BOB, origin="accept")
    yield signed("signature-list-of-half-a-key", "tampered", "a list of one key and a half",
                 signed_for=[BOB_PUBLIC, BOB_PUBLIC[:16]])


def replaced(old, new):
    def changed(data):
        assert data.count(old) == 1 and len(old) == len(new)
        return data.replace(old, new)

    return changed


def neutral():
    return b"\1" + bytes(31)


def larger(value):
    s = int.from_bytes(value[64:], "little") + ORDER
    return value[:64] + s.to_bytes(32, "little")


def over_bare_record(message_for):
    record = RECORD.adding(8, BOB_PUBLIC).adding(5, ALICE_PUBLIC + bytes(64)).encoded().rstrip(b"\0")
    return ALICE_PUBLIC + sign(ALICE, message_for(ALICE_PUBLIC)[:-32] + blake2b(32, record))


def of_mixed_order(message_for):
    """The sum of Alice's key and the point of order 2: where the hash is even, that point vanishes from the equation."""
    secret = bytearray(hashlib.sha512(ALICE).digest()[:32])
    secret[0] &= 248
    secret[31] = secret[31] & 127 | 64
    public = bindings.crypto_core_ed25519_add(ALICE_PUBLIC, NEGATIVE_ONE)
    message = message_for(public)
    draw = Random("nonces of a signature")
    while True:
        nonce = int.from_bytes(draw(64), "little") % ORDER
        point = bindings.crypto_scalarmult_ed25519_base_noclamp(nonce.to_bytes(32, "little"))
        hashed = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little") % ORDER
        if hashed % 2 == 0:
            s = (nonce + hashed * int.from_bytes(secret, "little")) % ORDER
            signature = point + s.to_bytes(32, "little")
            bindings.crypto_sign_open(signature + message, public)  # It throws where the equation does not hold.
            return public + signature
