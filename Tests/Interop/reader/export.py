"""Exports: who signed one, whether it is taken, and the peers behind its envelope."""

import struct
from hashlib import blake2b

from nacl import bindings

from reader.envelope import LONGEST, RECIPIENT, VAULT, aead_open, open_envelope, parse, subkey
from reader.record import EXPIRY, EXPORT, PEERS, SIGNATURE, check_agreement, check_usable, listed, parse_record
from reader.refusal import Refused, refuse_unless
from reader.rows import parse_peer
from reader.text import is_signer, parse_envelope_text

CHUNK = 65_536 + 40


def open_text(text, secret, policy, now):
    envelope = parse(parse_envelope_text(text))
    refuse_unless(not envelope.flags & 1, "its peers would be lost", "kind")
    return open_export(envelope, secret, policy, now)


def open_file(data, secret, policy, now):
    refuse_unless(data and VAULT.startswith(data[:7]), "magic")
    refuse_unless(len(data) >= 10, "it is cut", "cut")
    (length,) = struct.unpack_from("<H", data, 8)
    refuse_unless(length <= LONGEST, "length")
    refuse_unless(length <= len(data), "it is cut", "cut")
    envelope = parse(data[:length])
    export = open_export(envelope, secret, policy, now)
    export["peers"] = read_peers(data[length:], envelope, export)
    return export


def open_export(envelope, secret, policy, now):
    """What is in it, with what the policy has to say of its origin."""
    refuse_unless(envelope.flags & EXPORT, "no export", "kind")
    policy.require_pinned(envelope.vault_id)
    kind, value = secret
    key, payload = open_envelope(envelope, kind, value)
    record = parse_record(payload)
    check_agreement(record, envelope)
    signer = check_signature(record, payload, envelope.vault_id,
                             bindings.crypto_scalarmult_base(value) if kind == RECIPIENT else None)
    origin = policy.origin(envelope.vault_id, kind, signer)
    if EXPIRY in record["fields"]:
        (expires,) = struct.unpack("<q", record["fields"][EXPIRY])
        refuse_unless(expires > now, "it has expired", "expired")
    check_usable(record)
    return {"envelope": envelope, "key": key, "payload": payload, "record": record, "origin": origin}


def check_signature(record, payload, vault_id, own_key):
    """Who signed it, or None."""
    if SIGNATURE not in record["fields"]:
        return None
    value, keys = record["fields"][SIGNATURE], listed(record)
    signer, signature = value[:32], value[32:]
    at = payload.index(struct.pack("<BH", SIGNATURE, 96) + value) + 3 + 32
    blank = payload[:at] + bytes(64) + payload[at + 64 :]
    message = b"SVT1export" + vault_id + bytes([len(keys)]) + b"".join(keys) + blake2b(blank, digest_size=32).digest()
    refuse_unless(is_signer(signer), "no key", "signature")
    try:
        bindings.crypto_sign_open(signature + message, signer)
    except Exception:
        raise Refused("signature", "signature") from None
    refuse_unless(own_key in keys if own_key else not keys, "it was made for others", "signature")
    return signer


def read_peers(data, envelope, export):
    """The peers behind the envelope; None where it says nothing of any."""
    if PEERS not in export["record"]["fields"]:
        refuse_unless(not data, "bytes follow the envelope")
        return None
    count, length, digest = struct.unpack("<QQ32s", export["record"]["fields"][PEERS])
    refuse_unless(len(data) >= length, "it is cut", "cut")
    refuse_unless(len(data) == length, "bytes follow the last chunk")
    places = range(0, length, CHUNK)
    key, peers = subkey(export["key"], 5), []
    refuse_unless(places, "no chunk", "tampered")
    for place, at in enumerate(places):
        chunk = data[at : at + CHUNK]
        bound = b"SVT1chunk" + envelope.vault_id + struct.pack("<IQB", envelope.epoch, place, at + CHUNK >= length)
        refuse_unless(len(chunk) > 40, "a chunk of no rows", "tampered")
        peers += parse_chunk(aead_open(chunk[24:], bound, chunk[:24], key))
    refuse_unless(len(peers) == count and blake2b(data, digest_size=32).digest() == digest, "number or hash", "tampered")
    return peers


def check_session_takes(peer):
    """What a session never stores, a file of one has not."""
    names = peer["usernames"]
    texts = [peer["type"], peer["phoneNumber"] or "", *names]
    refuse_unless("\0" not in "".join(texts), "a NUL in a peer's text", "tampered")
    refuse_unless(len(set(names)) == len(names), "a username twice", "tampered")
    refuse_unless(not any(name.startswith("@") for name in names), "an @ before a username", "tampered")


def parse_chunk(rows):
    """The plain rows, each of them a peer's."""
    refuse_unless(len(rows) % 64 == 0, "a chunk's padding", "tampered")
    found, at = [], 0
    while len(rows) - at > 1 and (length := int.from_bytes(rows[at : at + 2], "little")):
        row = rows[at + 2 : at + 2 + length]
        refuse_unless(len(row) == length <= 4_027, "a row's length", "tampered")
        check_session_takes(parse_peer(row))
        found.append(row)
        at += 2 + length
    refuse_unless(not any(rows[at:]), "a chunk's padding", "tampered")
    return found
