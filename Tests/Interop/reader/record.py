"""What is inside an envelope: the session's record, and a keyring's list of root keys."""

import struct

from reader.envelope import refuse_unless

FIXED = "<BBhiqq256s"


def parse_record(data):
    refuse_unless(len(data) % 64 == 0, "record length")
    version, flags, dc, api_id, user_id, date, key = struct.unpack_from(FIXED, data)
    refuse_unless(version == 1 and flags & ~7 == 0, "record version or flags")
    record = {
        "dcID": dc, "apiID": api_id, "userID": user_id, "date": date, "authKey": key.hex(),
        "isTest": bool(flags & 1), "isBot": bool(flags & 2), "hasUser": bool(flags & 4),
        "serverAddress": "", "port": 0, "recipients": [],
    }
    at, previous = struct.calcsize(FIXED), 0
    while at < len(data) and data[at] != 0:
        kind, length = struct.unpack_from("<BH", data, at)
        value = data[at + 3 : at + 3 + length]
        refuse_unless(len(value) == length and (kind > previous or kind == previous == 3), "record fields")
        refuse_unless(kind in range(1, 9) or kind >= 0x80, "record field of an unknown type")
        if kind == 1:
            record["serverAddress"] = value.decode()
        elif kind == 2:
            (record["port"],) = struct.unpack("<H", value)
        elif kind == 3:
            record["recipients"].append({"slot": value[:8], "public": value[8:]})
        elif kind == 4:
            record["old"] = {"epoch": struct.unpack_from("<I", value)[0], "key": value[4:]}
        previous, at = kind, at + 3 + length
    refuse_unless(not any(data[at:]) and len(data) - at < 64, "record padding")
    return record


def parse_roots(data):
    refuse_unless(len(data) % 64 == 0 and data[0] == 1, "keyring payload")
    count, at, roots = data[1], 2, []
    for _ in range(count):
        roots.append({"id": data[at : at + 8], "state": data[at + 8], "key": data[at + 9 : at + 41]})
        at += 41
    refuse_unless(not any(data[at:]) and len(data) - at < 64, "keyring padding")
    refuse_unless([root["state"] for root in roots].count(1) == 1, "one root is active")
    return roots
