"""An envelope's text."""

import base64

from kit.case import raw, text
from kit.cases.header import long_vault
from kit.people import BOB_PUBLIC, OPENS_PHRASE, phrase
from kit.primitives import flip
from kit.record import Record
from kit.strings import OLD, plain_string
from kit.text import bech32m, envelope_text, replaced, swapped
from kit.vault import Slot


def edited(name, expect, comment, edit):
    return text(f"text-{name}", expect, comment, edit_text=edit)


def cases():
    yield edited("in-quotes", "success", "quotes and white space around it are taken off", lambda text: f' \t"{text}" \r\n')
    yield edited("in-many-quotes", "success", "all kinds of them", lambda text: f"'`\"\v\f {text}`'\"")
    yield edited("wrong-character", "typo", "one character is another",
                 lambda text: replaced(text, 100, "A" if text[100] != "A" else "B"))
    for name, character in (("plus", "+"), ("slash", "/"), ("dot", "."), ("not-ascii", "é")):
        yield edited(name, "typo", "a character that is none of the alphabet", lambda text,
                     character=character: replaced(text, 100, character))
    for count in (1, 2, 4, 100):
        yield edited(f"cut-by-{count}", "typo", f"{count} characters are missing", lambda text, count=count: text[:-count])
    yield edited("first-character-missing", "typo", "its first character is missing", lambda text: text[1:])
    yield edited("character-twice", "typo", "a character stands there twice", lambda text: text[:200] + text[199:])
    yield edited("swapped", "typo", "two characters changed places", lambda text: swapped(text, 300))
    yield text("text-trailing-bits", "typo", "the last character has bits that belong to no byte",
               slots=[raw(), Slot(0x80, body=b"")], edit_text=lambda text: replaced(text, -1, chr(ord(text[-1]) + 1)))
    yield edited("padded", "typo", "padding of base64", lambda text: text + "=")
    yield edited("space-within", "typo", "a space within", lambda text: text[:300] + " " + text[300:])
    yield edited("line-end-within", "typo", "a line end within", lambda text: text[:76] + "\n" + text[76:])
    yield edited("quote-within", "typo", "a quote within", lambda text: text[:76] + '"' + text[76:])
    yield edited("prefix-upper-case", "typo", "its prefix in upper case", lambda text: "SVAULT1_" + text[8:])
    yield edited("prefix-of-version-2", "typo", "another prefix", lambda text: "svault2_" + text[8:])
    yield edited("no-prefix", "typo", "no prefix", lambda text: text[8:])
    yield edited("prefix-alone", "typo", "nothing but the prefix", lambda text: text[:8])
    yield edited("empty", "typo", "nothing", lambda text: "")
    yield edited("standard-base64", "typo", "the other alphabet",
                 lambda text: text[:8] + text[8:].replace("-", "+").replace("_", "/"))
    yield edited("checksum", "typo", "a bit of the checksum", lambda text: envelope_text(*with_checksum(text)))
    yield text("text-too-long", "typo", "more characters than the longest envelope has", **long_vault(143))
    yield edited("of-a-recipient", "typo", "a recipient in its place", lambda text: bech32m("svpub", BOB_PUBLIC))
    yield edited("plain", "plain string", "a plain session string in its place", lambda text: plain_string())
    yield edited("plain-in-quotes", "plain string", "a plain session string in quotes", lambda text: f'"{plain_string()}"')
    for form in OLD:
        yield edited(f"plain-{form}", "plain string", "a plain session string of an older form", lambda text,
                     form=form: plain_string(form))
    yield text("text-with-a-passphrase", "success", "774 characters", [phrase()], secret=OPENS_PHRASE, record=bare())


def bare():
    return Record().having(())


def with_checksum(text):
    data = base64.urlsafe_b64decode(text[8:] + "=" * (-len(text[8:]) % 4))
    return data[:-4], flip(0)(data[-4:])
