"""The test vectors that are files: what each says, and what this reader finds. `kit/make.py` describes them."""

import base64
import hashlib
import pathlib
import types
from hashlib import blake2b

from nacl import bindings
from nacl.signing import SigningKey

from reader.box import open_box
from reader.envelope import KEYRING, PASSPHRASE, RAW_KEY, RECIPIENT, RECOVERY, ROOT_KEY, open_payload, parse, unlock
from reader.export import open_file, open_text
from reader.ledger import parse_ledger
from reader.origin import Policy
from reader.record import EXPIRY, EXPORT, NOTE, check_agreement, parse_record, parse_roots
from reader.refusal import refuse_unless
from reader.text import KEYS, parse_key, write_bech32m

DIRECTORY = pathlib.Path(__file__).parents[2] / "SessionVaultTests" / "Vectors" / "kit"
CLASSES = ("typo", "plain string", "sealed string", "malformed", "version", "kind", "cut", "secret", "cost", "tampered",
           "signature",
           "origin", "other vault", "expired", "value", "box", "key")
SECRETS = {"passphrase": PASSPHRASE, "raw key": RAW_KEY, "recovery code": RECOVERY, "identity": RECIPIENT, "root key": ROOT_KEY}


class File:
    def __init__(self, path):
        head, body = path.read_bytes().split(b"\n\n", 1)
        self.name = path.name
        self.lines = {}
        for line in head.decode().split("\n"):
            key, separator, value = line.partition(": ")
            if not separator or key in self.lines:
                raise ValueError(f"{path.name}: {line}")
            self.lines[key] = value
        is_binary = self.lines["format"] in ("file", "vault", "keyring", "ledger")
        self.body = base64.b64decode(body) if is_binary else body.decode().removesuffix("\n")

    @property
    def gives(self):
        return {key.removeprefix("gives "): value for key, value in self.lines.items() if key.startswith("gives ")}

    @property
    def secret(self):
        for name, kind in SECRETS.items():
            if self.lines["secret"].startswith(name + " "):
                text = self.lines["secret"].removeprefix(name + " ")
                if kind == PASSPHRASE:
                    return kind, text
                return kind, bytes.fromhex(text) if kind == ROOT_KEY else parse_key(name, text)
        raise ValueError(f"{self.name}: a secret that is not known")

    def read(self):
        """What the reader finds, in the words of the lines `gives`."""
        kind = self.lines["format"]
        if kind in KEYS:
            return read_key(kind, self.body)
        policy, now = Policy(self.lines.get("origin", "refuse")), int(self.lines.get("now", 1_700_000_000))
        match kind:
            case "text":
                return shown_export(open_text(self.body, self.secret, policy, now))
            case "file":
                return shown_export(open_file(self.body, self.secret, policy, now))
            case "vault":
                return read_vault(self.body, self.secret, policy)
            case "keyring":
                return read_keyring(self.body, self.secret, policy)
            case "ledger":
                return read_ledger(self.body, self.lines)
            case "box":
                return shown_session(open_box(self.body, self.secret[1]))
        raise ValueError(f"{self.name}: a format that is not known")


def read_key(kind, text):
    data = parse_key(kind, text)
    gives = {"bytes": data.hex()}
    if kind == "identity":
        gives["public"] = bindings.crypto_scalarmult_base(data).hex()
    if kind == "signing identity":
        gives["public"] = bytes(SigningKey(data).verify_key).hex()
    return gives


def read_vault(data, secret, policy):
    envelope = parse(data)
    refuse_unless(not envelope.flags & EXPORT, "an export", "kind")
    policy.require_pinned(envelope.vault_id)
    key = unlock(envelope, *secret)
    origin = policy.origin(envelope.vault_id, secret[0])
    payload = open_payload(envelope, key)
    record = parse_record(payload)
    check_agreement(record, envelope)
    gives = shown_envelope(envelope, payload, record, origin)
    return gives | ({"retiring epoch": str(record["old"]["epoch"])} if "old" in record else {})


def read_keyring(data, secret, policy):
    envelope = parse(data, KEYRING)
    policy.require_pinned(envelope.vault_id)
    key = unlock(envelope, *secret)
    policy.origin(envelope.vault_id, secret[0])
    refuse_unless(envelope.flags == 0, "flags of a keyring", "tampered")
    states = {1: "active", 2: "retiring"}
    roots = [f"{root['id'].hex()} {states[root['state']]} {root['key'].hex()}" for root in parse_roots(open_payload(envelope, key))]
    return {"id": envelope.vault_id.hex(), "roots": ", ".join(roots)}


def read_ledger(data, lines):
    keyring = types.SimpleNamespace(vault_id=bytes.fromhex(lines["keyring"]), epoch=int(lines["epoch"]))
    entries = parse_ledger(data, keyring, bytes.fromhex(lines["data key"]))
    shown = [f"{vault.hex()} {epoch} {generation} {mac.hex()}" for vault, (epoch, generation, mac) in entries.items()]
    return {"entries": ", ".join(shown) or "none"}


def shown_export(export):
    record, fields = export["record"], export["record"]["fields"]
    gives = shown_envelope(export["envelope"], export["payload"], record, export["origin"])
    if EXPIRY in fields:
        gives["expires"] = str(int.from_bytes(fields[EXPIRY], "little", signed=True))
    if NOTE in fields:
        gives["note"] = fields[NOTE].decode()
    if export.get("peers") is not None:
        rows = sorted(export["peers"], key=lambda row: int.from_bytes(row[1:9], "little", signed=True))
        gives |= {"peers": str(len(rows)), "rows": blake2b(b"".join(rows), digest_size=32).hexdigest()}
    return gives


def shown_envelope(envelope, payload, record, origin):
    said, *signer = origin
    if signer:
        said = f"signed {write_bech32m('svsig', signer[0])}"
    return shown_session(record) | {
        "id": envelope.vault_id.hex(), "epoch": str(envelope.epoch), "generation": str(envelope.generation), "origin": said,
        "date": str(record["date"]), "address": f"{record['serverAddress']}:{record['port']}",
        "record": blake2b(payload, digest_size=32).hexdigest(),
    }


def shown_session(session):
    key = hashlib.sha1(bytes.fromhex(session["authKey"])).digest()
    return {
        "auth key": key[-8:].hex(), "dc": str(session["dcID"]), "test": "yes" if session["isTest"] else "no",
        "bot": "yes" if session["isBot"] else "no", "user": str(session["userID"]), "application": str(session["apiID"]),
    }
