"""The known answers that the library's tests use, by a reader that shares no code with it."""

import json
import pathlib
import unicodedata

from reader.envelope import KEYRING, PASSPHRASE, RAW_KEY, RECIPIENT, RECOVERY, ROOT_KEY, open_envelope, parse, subkey
from reader.record import parse_record, parse_roots
from reader.refusal import Refused
from reader.rows import PEERS, STATES, Rows, canonical_phone, canonical_username, parse_peer, parse_state
from reader.text import parse_bech32m, parse_envelope_text

path = pathlib.Path(__file__).parents[2] / "SessionVaultTests" / "Vectors" / "vectors.json"
vectors = json.loads(path.read_text(encoding="utf-8"))


def raw(name):
    return bytes.fromhex(vectors[name])


def secrets_of(entry):
    """What its sentence `opens_with` names."""
    said = entry["opens_with"]
    if "passphrase '" in said:
        yield PASSPHRASE, said.split("'")[1]
    if "decomposed" in said:
        yield PASSPHRASE, unicodedata.normalize("NFD", said.split("'")[1])
    for name, kind in (("raw_key", RAW_KEY), ("root_key", ROOT_KEY), ("recovery_code", RECOVERY)):
        if name in said:
            yield kind, raw(name)
    for name in ("identity2", "identity"):
        if name in said.replace(";", " ").split():
            yield RECIPIENT, bytes.fromhex(vectors[name]["secret"])


def check_envelopes(checks, driver, directory):
    for entry in vectors["envelopes"]:
        name = f"vectors: {entry['name']}"
        data = bytes.fromhex(entry["envelope"])
        envelope = parse(data)
        checks.equal(f"{name}: flags, epoch, generation", (envelope.flags, envelope.epoch, envelope.generation),
                     (entry["flags"], entry["epoch"], entry["generation"]))
        checks.equal(f"{name}: vault id", envelope.vault_id, raw("vault_id"))
        checks.true(f"{name}: its text", parse_envelope_text(entry["text"]) == data)
        opened = list(secrets_of(entry))
        checks.true(f"{name}: what opens it is known", opened)
        for kind, secret in opened:
            key, payload = open_envelope(envelope, kind, secret)
            checks.true(f"{name}: data key by a slot of type {kind}", key == raw("data_key"))
            compare_record(checks, f"{name}: by a slot of type {kind}", envelope, payload)


def compare_record(checks, name, envelope, payload):
    record = parse_record(payload)
    checks.true(f"{name}: auth key", record["authKey"] == vectors["auth_key"])
    if payload not in (raw("record"), raw("bare_record")):
        # A record with fields that only live vaults and running re-keys have.
        recipients = [slot.id for slot in envelope.slots if slot.type == RECIPIENT]
        checks.true(f"{name}: it has more than the usual record", record["recipients"] or "old" in record)
        checks.equal(f"{name}: recipients", [entry["slot"] for entry in record["recipients"]], recipients)
    expected = vectors["session"]
    found = {"dc_id": "dcID", "api_id": "apiID", "user_id": "userID", "date": "date", "test_mode": "isTest", "is_bot": "isBot"}
    if payload != raw("bare_record"):
        checks.equal(f"{name}: fields", {field: record[ours] for field, ours in found.items()}, {field: expected[field] for field in found})


def check_records(checks, driver, directory):
    full, expected = parse_record(raw("record")), vectors["session"]
    checks.equal("vectors: record: address", (full["serverAddress"], full["port"]), (expected["server_address"], expected["port"]))
    bare = parse_record(raw("bare_record"))
    checks.equal("vectors: bare record: address", (bare["serverAddress"], bare["port"]), ("", 0))


def check_changed_bytes(checks, driver, directory):
    entry = next(entry for entry in vectors["envelopes"] if entry["opens_with"] == "raw_key")
    data = bytes.fromhex(entry["envelope"])
    opened = 0
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            open_envelope(parse(changed), RAW_KEY, raw("raw_key"))
            opened += 1
        except Refused:
            pass
    checks.equal("vectors: envelopes with a changed byte that open", opened, 0)


def check_keyring(checks, driver, directory):
    entry = vectors["keyring"]
    envelope = parse(bytes.fromhex(entry["file"]), KEYRING)
    _, payload = open_envelope(envelope, PASSPHRASE, entry["opens_with"].split("'")[1])
    checks.true("vectors: keyring: payload", payload == bytes.fromhex(entry["payload"]))
    active = [root["key"] for root in parse_roots(payload) if root["state"] == 1]
    checks.true("vectors: keyring: its active root", active == [raw("root_key")])


def check_subkeys(checks, driver, directory):
    for name, number in {"Khdr": 1, "Kpay": 2, "Krow": 3, "Kidx": 4, "Kled": 6}.items():
        checks.true(f"vectors: subkey {name}", subkey(raw("data_key"), number).hex() == vectors["subkeys"][name])


def check_tokens(checks, driver, directory):
    rows = Rows(raw("data_key"), raw("vault_id"), 3)
    make = {
        "id": lambda value: rows.id_token(value).hex(), "state": lambda value: rows.state_token(value).hex(),
        "username": rows.username_token, "phone": rows.phone_token,
    }
    canonical = {"username": canonical_username, "phone": canonical_phone}
    for entry in vectors["tokens"]:
        field, value = entry["field"], entry["value"]
        checks.equal(f"vectors: token of {field} {value}", make[field](value), entry["token"])
        if "canonical" in entry:
            checks.equal(f"vectors: canonical {field} {value}", canonical[field](value), entry["canonical"])


def check_rows(checks, driver, directory):
    for entry in vectors["rows"]:
        table = entry["table"]
        number, parse_row, make = {"peer": (PEERS, parse_peer, "id_token"), "state": (STATES, parse_state, "state_token")}[table]
        rows = Rows(raw("data_key"), raw("vault_id"), entry["epoch"])
        plain = rows.open(number, bytes.fromhex(entry["token"]), bytes.fromhex(entry["row"]))
        checks.true(f"vectors: {table}: plain", plain.hex() == entry["plain"])
        found = parse_row(plain)
        checks.equal(f"vectors: {table}: token", getattr(rows, make)(found["id"]).hex(), entry["token"])
        names = {"access_hash": "accessHash", "phone": "phoneNumber"}
        checks.equal(f"vectors: {table}: fields", found, {names.get(name, name): value for name, value in entry["fields"].items()})


def check_texts(checks, driver, directory):
    for name, prefix, value in (
        (vectors["identity"]["recipient_text"], "svpub", bytes.fromhex(vectors["identity"]["public"])),
        (vectors["identity"]["identity_text"], "svsec", bytes.fromhex(vectors["identity"]["secret"])),
        (vectors["text"]["raw_key"], "svkey", raw("raw_key")),
        (vectors["text"]["recovery_code"], "svrec", raw("recovery_code")),
    ):
        checks.true(f"vectors: text {prefix}", parse_bech32m(name) == (prefix, value))
