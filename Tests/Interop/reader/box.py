"""Raw sealed boxes."""

import base64
import binascii

from nacl import bindings

from reader.refusal import Refused, refuse_unless
from reader.strings import is_session_string, parse_session_string
from reader.text import OUTER, PREFIX


def open_box(text, secret):
    text = text.strip(OUTER)
    refuse_unless(not text.startswith(PREFIX), "a sealed string", "sealed string")
    refuse_unless(not is_session_string(text), "a plain session string", "plain string")
    try:
        box = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("no base64", "typo") from None
    refuse_unless(base64.b64encode(box).decode() == text, "another form of base64", "typo")
    try:
        inside = bindings.crypto_box_seal_open(box, bindings.crypto_scalarmult_base(secret), secret)
    except Exception:
        raise Refused("for another, or changed", "box") from None
    return parse_session_string(inside.decode())
