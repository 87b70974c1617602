"""What is inside an envelope: the session's record, and a keyring's list of root keys."""

from reader.envelope import RECIPIENT
from reader.refusal import Cursor, Refused, refuse_unless

TRANSITION, EXPORT = 2, 4
RECIPIENT_FIELD, OLD_KEY, SIGNATURE, EXPIRY, NOTE, LIST, PEERS = 3, 4, 5, 6, 7, 8, 9
LENGTHS = {2: 2, RECIPIENT_FIELD: 40, OLD_KEY: 36, SIGNATURE: 96, EXPIRY: 8, PEERS: 48}


def refuse_changed(condition, reason):
    """A key fitted, so only a holder of it can have written this."""
    refuse_unless(condition, reason, "tampered")


def parse_record(data):
    refuse_changed(len(data) % 64 == 0, "record length")
    cursor = Cursor(data, "record", "tampered")
    version, flags, dc, api_id, user_id, date, key = cursor.unpack("<BBhiqq256s")
    refuse_changed(version == 1 and flags & ~7 == 0, "record version or flags")
    refuse_changed(bool(flags & 4) == (user_id != 0) and any(key), "user or auth key")
    record = {
        "dcID": dc, "apiID": api_id, "userID": user_id, "date": date, "authKey": key.hex(),
        "isTest": bool(flags & 1), "isBot": bool(flags & 2), "hasUser": bool(flags & 4),
        "serverAddress": "", "port": 0, "recipients": [], "fields": {},
    }
    previous = 0
    while cursor.rest and cursor.rest[0] != 0:
        kind, length = cursor.unpack("<BH")
        refuse_changed(kind > previous or kind == previous == RECIPIENT_FIELD, "order of the record's fields")
        refuse_changed(kind in range(1, 10) or kind >= 0x80, "record field of an unknown type")
        take_field(record, kind, cursor.take(length))
        previous = kind
    refuse_changed(not any(cursor.rest) and len(cursor.rest) < 64, "record padding")
    return record


def take_field(record, kind, value):
    refuse_changed(len(value) == LENGTHS.get(kind, len(value)), f"length of TLV {kind}")
    if kind == 1:
        record["serverAddress"] = Cursor(value, "address", "tampered").utf8(len(value))
        refuse_changed(value, "an empty address")
    elif kind == 2:
        record["port"] = int.from_bytes(value, "little")
        refuse_changed(record["port"], "port 0")
    elif kind == RECIPIENT_FIELD:
        record["recipients"].append({"slot": value[:8], "public": value[8:]})
    elif kind == OLD_KEY:
        record["old"] = {"epoch": int.from_bytes(value[:4], "little"), "key": value[4:]}
    elif kind == NOTE:
        Cursor(value, "note", "tampered").utf8(len(value))
    elif kind == LIST:
        refuse_changed(len(value) % 32 == 0 and len(value) <= 16 * 32, "list of recipients")
    record["fields"][kind] = value


def check_agreement(record, envelope):
    """That the record is one for its envelope."""
    is_export, fields = bool(envelope.flags & EXPORT), record["fields"]
    slots = [slot.id for slot in envelope.slots if slot.type == RECIPIENT]
    refuse_changed([entry["slot"] for entry in record["recipients"]] == ([] if is_export else slots), "TLV 3")
    if "old" in record:
        refuse_changed(envelope.flags & TRANSITION and record["old"]["epoch"] < envelope.epoch, "TLV 4")
    if not is_export:
        refuse_changed(not fields.keys() & set(range(SIGNATURE, PEERS + 1)), "a field of exports")
        return
    refuse_changed(envelope.flags == (EXPORT | 1 if PEERS in fields else EXPORT), "flags of an export")
    refuse_changed((SIGNATURE in fields) == (LIST in fields), "a signature without its list, or a list alone")
    keys = listed(record)
    refuse_changed(keys == sorted(set(keys)), "order of the list")


def listed(record):
    value = record["fields"].get(LIST, b"")
    return [value[at : at + 32] for at in range(0, len(value), 32)]


def check_usable(record):
    """That a client can do something with it; asked last of all."""
    address = record["serverAddress"].encode()
    if record["dcID"] <= 0 or record["userID"] < 0 or record["apiID"] < 0 or len(address) > 255 or 0 in address:
        raise Refused("no client can use it", "value")


def parse_roots(data):
    refuse_changed(len(data) % 64 == 0, "keyring payload")
    cursor = Cursor(data, "keyring payload", "tampered")
    version, count = cursor.unpack("<BB")
    refuse_changed(version == 1, "version of a keyring's payload")
    roots = [dict(zip(("id", "state", "key"), cursor.unpack("<8sB32s"))) for _ in range(count)]
    refuse_changed(not any(cursor.rest) and len(cursor.rest) < 64, "keyring padding")
    states = [root["state"] for root in roots]
    refuse_changed(states.count(1) == 1 and set(states) <= {1, 2}, "one root is active")
    refuse_changed(len({root["id"] for root in roots}) == count, "ids of roots")
    return roots
