"""Plain session strings of Pyrogram's family: three forms, which their lengths tell apart."""

import base64
import re
import struct

from reader.refusal import Refused, refuse_unless

LAYOUTS = {362: ">BIB256sQB", 356: ">BB256sQB", 351: ">BB256sIB"}


def parse_session_string(text):
    text = text.strip(" \t\n\v\f\r\"'`")
    refuse_unless(not text.startswith("svault1_"), "a sealed string", "sealed string")
    layout = LAYOUTS.get(len(text))
    refuse_unless(layout and re.fullmatch("[A-Za-z0-9_-]*", text), "no session string")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    refuse_unless(base64.urlsafe_b64encode(data).decode().rstrip("=") == text, "unused bits")
    values = struct.unpack(layout, data)
    dc, api_id, (test, key, user, bot) = (values[0], values[1], values[2:]) if len(values) == 6 else (values[0], 0, values[1:])
    refuse_unless(dc in (1, 2, 3, 4, 5, 203) and test < 2 and bot < 2 and any(key), "values")
    refuse_unless(api_id < 2**31 and user < 2**63, "ids")
    return {"dcID": dc, "apiID": api_id, "userID": user, "authKey": key.hex(), "isTest": bool(test), "isBot": bool(bot and user)}


def is_session_string(text):
    try:
        return bool(parse_session_string(text))
    except Refused:
        return False
