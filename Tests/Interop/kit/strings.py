"""Plain session strings of Pyrogram's family."""

import base64
import struct

from kit.record import AUTH_KEY

LAYOUTS = {"pyrogram": ">BIB256sQB", "old64": ">BB256sQB", "old32": ">BB256sIB"}
OLD = ("old64", "old32")
USER = 5_000_000_001


def plain_string(form="pyrogram", dc=4, api_id=12345, key=AUTH_KEY, user=USER, bot=1):
    user = user & 0xFFFFFFFF if form == "old32" else user
    head = (dc, api_id, 0) if form == "pyrogram" else (dc, 0)
    data = struct.pack(LAYOUTS[form], *head, key, user, bot)
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
