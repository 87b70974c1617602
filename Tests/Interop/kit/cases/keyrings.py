"""Keyring files."""

from kit.case import OPENS_RAW, Case, pinned, raw
from kit.people import OPENS_BOB, OPENS_PHRASE, bob, phrase
from kit.primitives import Random, flip
from kit.record import roots_payload
from kit.vault import EXPORT, KEYRING, ROWS, VAULT, Vault

draw = Random("roots")
ACTIVE, RETIRING = 1, 2
FIRST, SECOND = ((draw(8), draw(32)) for _ in range(2))


def root(pair, state):
    return pair[0], state, pair[1]


def of(name, expect, comment, roots=(root(FIRST, ACTIVE),), slots=None, secret=OPENS_RAW, origin=None, payload=None, **changes):
    terms = {"magic": KEYRING, "flags": 0} | changes
    made = Vault(f"keyring-{name}", slots or [raw()], payload or roots_payload(roots), **terms)
    body = made.sealed()
    shown = ", ".join(f"{root_id.hex()} {'active' if state == ACTIVE else 'retiring'} {key.hex()}" for root_id, state, key in roots)
    headers = {"secret": secret, "origin": pinned(origin, made)}
    return Case(f"keyring-{name}", expect, comment, "keyring", body, headers, {"id": made.id.hex(), "roots": shown})


def cases():
    yield of("one-root", "success", "as it is made")
    yield of("two-roots", "success", "a root that retires, and the active one", [root(FIRST, RETIRING), root(SECOND, ACTIVE)])
    yield of("passphrase", "success", "a passphrase opens it", slots=[phrase()], secret=OPENS_PHRASE)
    yield of("recipient", "success", "a recipient opens it, by consent", slots=[bob()], secret=OPENS_BOB, origin="accept")
    yield of("pinned", "success", "a recipient opens the one that was expected", slots=[bob()], secret=OPENS_BOB, origin="pinned")
    yield of("epoch-and-generation", "success", "a reader takes any epoch and generation", epoch=4, generation=5)
    yield of("unverified", "origin", "anybody can have made it", slots=[bob()], secret=OPENS_BOB)
    yield of("pinned-elsewhere", "other vault", "another id is expected", origin="pinned 000102030405060708090a0b0c0d0e0f")
    yield of("wrong-secret", "secret", "another passphrase", slots=[phrase()], secret="passphrase wrong")
    yield of("cost", "cost", "a slot that costs too little", slots=[phrase(cost=(1, 19))], secret=OPENS_PHRASE)
    yield of("magic-of-a-vault", "malformed", "a vault's magic", magic=VAULT)
    yield of("version-2", "version", "a version that is not 1", version=2)
    for name, flags in (("rows", ROWS), ("export", EXPORT)):
        yield of(f"flag-{name}", "tampered", "a keyring has no flag", flags=flags)
    yield of("mac", "tampered", "a bit of the MAC", edit=flip(-1))
    for name, comment, roots in (
        ("two-active", "two active roots", [root(FIRST, ACTIVE), root(SECOND, ACTIVE)]),
        ("none-active", "no active root", [root(FIRST, RETIRING)]), ("no-root", "no root", []),
        ("id-twice", "two roots of one id", [root(FIRST, ACTIVE), root((FIRST[0], SECOND[1]), RETIRING)]),
        ("state-0", "a state that there is not", [root(FIRST, ACTIVE), root(SECOND, 0)]),
        ("state-3", "a state that there is not", [root(FIRST, ACTIVE), root(SECOND, 3)]),
    ):
        yield of(name, "tampered", comment, roots)
    one = [root(FIRST, ACTIVE)]
    for name, comment, payload in (
        ("payload-version", "another version of the list", roots_payload(one, version=2)),
        ("count-more", "one root less than it says", roots_payload(one, count=2)),
        ("count-less", "one root more than it says", roots_payload([*one, root(SECOND, RETIRING)], count=1)),
        ("padding-too-long", "64 zeros too much", roots_payload(one, padding=bytes(21 + 64))),
        ("padding-not-zero", "the last byte of the padding is not 0", roots_payload(one, padding=bytes(20) + b"\1")),
    ):
        yield of(name, "tampered", comment, payload=payload)
