"""Raw sealed boxes."""

from kit.case import Case, key_id, yes
from kit.people import BOB_PUBLIC, CAROL_PUBLIC, OPENS_BOB
from kit.primitives import Random, flip, sealed_box
from kit.record import AUTH_KEY
from kit.strings import USER, plain_string
from kit.text import envelope_text, standard_base64

EPHEMERAL = Random("boxes")(32)


def sealed(text, public=BOB_PUBLIC):
    return sealed_box(text.encode(), public, EPHEMERAL)


def of(name, expect, comment, text, user=USER, api_id=12345):
    gives = {"auth key": key_id(AUTH_KEY), "dc": 4, "test": yes(False), "bot": yes(True), "user": user, "application": api_id}
    return Case(f"box-{name}", expect, comment, "box", text, {"secret": OPENS_BOB}, gives)


def cases():
    box = sealed(plain_string())
    right = standard_base64(box)
    yield of("of-a-string", "success", "as a code host gets it", right)
    yield of("in-quotes", "success", "quotes and white space around it are taken off", f" '{right}' \n")
    yield of("old64", "success", "with a string of an older form", standard_base64(sealed(plain_string("old64"))), api_id=0)
    yield of("old32", "success", "with a string of the oldest form", standard_base64(sealed(plain_string("old32"))),
             user=USER & 0xFFFFFFFF, api_id=0)
    yield of("for-another", "box", "for another recipient", standard_base64(sealed(plain_string(), CAROL_PUBLIC)))
    for name, at in (("ephemeral-key", 0), ("tag", 32), ("last-byte", -1)):
        yield of(f"{name}-changed", "box", "a bit of it", standard_base64(flip(at)(box)))
    yield of("short", "box", "less bytes than a box has", standard_base64(box[:47]))
    yield of("empty", "box", "no bytes", "")
    yield of("cut", "box", "four characters are missing", right[:-4])
    yield from texts(box)
    yield of("sealed-string", "sealed string", "a sealed string in its place", envelope_text(bytes(200)))
    yield of("plain-string", "plain string", "a plain session string in its place", plain_string())
    for name, comment, inside in (
        ("of-noise", "something else in it", "x" * 100), ("of-nothing", "nothing in it", ""), ("of-an-unknown-dc",
                                                                                               "a string of DC 0",
                                                                                               plain_string(dc=0)),
        ("of-a-string-without-key", "a string with a key of zeros", plain_string(key=bytes(256))),
        ("of-a-large-application", "a string with an application's id above 2^31", plain_string(api_id=2**31)),
        ("of-a-large-user", "a string with a user id above 2^63", plain_string(user=2**63)),
        ("of-a-flag-of-2", "a string whose flag for a bot is 2", plain_string(bot=2)),
        ("of-unused-bits", "a string whose last character has bits that belong to no byte", with_last_bit(plain_string())),
        ("of-a-padded-string", "a string with padding of base64", plain_string() + "="),
    ):
        yield of(name, "malformed", comment, standard_base64(sealed(inside)))
    yield of("of-a-sealed-string", "sealed string", "a sealed string in it", standard_base64(sealed(envelope_text(bytes(200)))))


def texts(box):
    padded = sealed(plain_string("old64"))  # 404 bytes, so that there is padding.
    right = standard_base64(padded)
    assert right.endswith("=")
    yield of("unpadded", "typo", "no padding", right.rstrip("="))
    yield of("too-much-padding", "typo", "a sign of padding too much", right + "=")
    yield of("trailing-bits", "typo", "the last character has bits that belong to no byte", with_last_bit(right))
    yield of("url-alphabet", "typo", "the other alphabet", with_other_alphabet(right))
    yield of("space-within", "typo", "a space within", right[:100] + " " + right[100:])
    yield of("line-ends-within", "typo", "lines of 76 characters", right[:76] + "\n" + right[76:])
    yield of("wrong-character", "typo", "a character that is none of the alphabet", right[:100] + "!" + right[101:])


def with_last_bit(text):
    bare = text.rstrip("=")
    return bare[:-1] + chr(ord(bare[-1]) + 1) + text[len(bare) :]


def with_other_alphabet(text):
    assert "+" in text or "/" in text
    return text.replace("+", "-").replace("/", "_")
