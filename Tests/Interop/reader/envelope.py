"""A reader of the envelope, written from the format's description alone and sharing no code with the library.

libsodium comes through PyNaCl, BLAKE2b and the subkeys from Python's hashlib.
"""

import dataclasses
import functools
import hmac
import struct
import unicodedata
from hashlib import blake2b

from nacl import bindings

VAULT = b"\x89SVT\r\n\x1a"
KEYRING = b"\x89SVK\r\n\x1a"
PASSPHRASE, RAW_KEY, ROOT_KEY, RECIPIENT, RECOVERY = 1, 2, 3, 4, 5
LENGTHS = {PASSPHRASE: 124, RAW_KEY: 104, ROOT_KEY: 104, RECIPIENT: 105, RECOVERY: 104}


class Refused(Exception):
    pass


def refuse_unless(condition, reason):
    if not condition:
        raise Refused(reason)


@dataclasses.dataclass
class Slot:
    type: int
    flags: int
    id: bytes
    body: bytes
    head: bytes  # From the type up to the body.


@dataclasses.dataclass
class Envelope:
    head: bytes  # Magic and version.
    flags: int
    vault_id: bytes
    epoch: int
    generation: int
    slots: list
    nonce: bytes
    payload: bytes
    covered: bytes
    mac: bytes


def parse(data, magic=VAULT):
    refuse_unless(data[:7] == magic and data[7] == 1, "magic or version")
    length, flags, count = struct.unpack_from("<HBB", data, 8)
    refuse_unless(length == len(data) <= 16384, "length")
    refuse_unless(flags & ~7 == 0 and 1 <= count <= 16, "flags or slot count")
    epoch, generation = struct.unpack_from("<IQ", data, 28)
    slots, at = [], 40
    for _ in range(count):
        kind, slot_flags, body_length = struct.unpack_from("<BBH", data, at)
        refuse_unless(kind >= 0x80 or (LENGTHS.get(kind) == body_length and slot_flags == 0), "slot")
        refuse_unless(body_length <= 512, "slot length")
        body_at = at + 12
        slots.append(Slot(kind, slot_flags, data[at + 4 : body_at], data[body_at : body_at + body_length], data[at:body_at]))
        at = body_at + body_length
    refuse_unless(len({slot.id for slot in slots}) == count, "slot ids")
    refuse_unless(sum(slot.type == PASSPHRASE for slot in slots) <= 4, "passphrase slots")
    nonce = data[at : at + 24]
    (payload_length,) = struct.unpack_from("<H", data, at + 24)
    payload = data[at + 26 : at + 26 + payload_length]
    end = at + 26 + payload_length
    refuse_unless(payload_length % 64 == 16 and len(data) == end + 32, "payload length")
    return Envelope(data[:8], flags, data[12:28], epoch, generation, slots, nonce, payload, data[:end], data[end:])


def open_envelope(envelope, kind, secret):
    """The data key and the record's bytes, by the first slot of a kind that the secret fits."""
    for slot in envelope.slots:
        if slot.type == kind and (key := unwrap(envelope, slot, secret)) is not None:
            return key, open_payload(envelope, key)
    raise Refused("no slot fits")


def open_payload(envelope, key):
    """The record's bytes, by the data key."""
    mac = blake2b(envelope.covered, digest_size=32, key=subkey(key, 1)).digest()
    refuse_unless(hmac.compare_digest(mac, envelope.mac), "MAC")
    associated = envelope.head + envelope.vault_id + struct.pack("<I", envelope.epoch)
    return aead_open(envelope.payload, associated, envelope.nonce, subkey(key, 2))


def unwrap(envelope, slot, secret):
    """The data key, or None. The secret: passphrase text, 32 bytes of a key, 16 of a recovery code, or a secret half."""
    epoch = struct.pack("<I", envelope.epoch)
    if slot.type == RECIPIENT:
        public = bindings.crypto_scalarmult_base(secret)
        try:
            opened = bindings.crypto_box_seal_open(slot.body, public, secret)
        except Exception:
            return None
        prefix = b"SVTR\x01" + envelope.vault_id + epoch
        refuse_unless(opened[: len(prefix)] == prefix and len(opened) == len(prefix) + 32, "recipient slot of another vault")
        return opened[len(prefix) :]
    parameters = slot.body[:-104]  # Algorithm, cost and salt of a passphrase slot; nothing in the others.
    nonce, commit, wrapped = slot.body[-104:-80], slot.body[-80:-48], slot.body[-48:]
    if slot.type == ROOT_KEY and slot.id != root_slot_id(envelope.vault_id, secret):
        return None
    associated = slot.head + parameters
    derived = blake2b(
        associated + nonce + epoch, digest_size=64, key=first_key(slot.type, parameters, secret),
        salt=envelope.vault_id, person=b"SVT1-slot-wrap01",
    ).digest()
    if not hmac.compare_digest(derived[32:], commit):
        return None
    return aead_open(wrapped, associated + epoch, nonce, derived[:32])


def root_slot_id(vault_id, root):
    return blake2b(vault_id, digest_size=8, key=root).digest()


def first_key(kind, parameters, secret):
    if kind == PASSPHRASE:
        return derive(parameters, secret)
    if kind == RECOVERY:
        return blake2b(b"SVT1recovery" + secret, digest_size=32).digest()
    return secret


@functools.lru_cache(maxsize=4096)  # A derivation takes long, and the same slot is tried again and again.
def derive(parameters, passphrase):
    algorithm, passes, mebibytes = struct.unpack_from("<BBH", parameters)
    refuse_unless(algorithm == 2, "derivation")
    return bindings.crypto_pwhash_alg(
        32, unicodedata.normalize("NFC", passphrase).encode(), parameters[4:], passes, mebibytes << 20,
        bindings.crypto_pwhash_ALG_ARGON2ID13,
    )


def subkey(key, number):
    """libsodium's crypto_kdf_derive_from_key."""
    return blake2b(digest_size=32, key=key, salt=struct.pack("<Q8x", number), person=b"SVTkdfv1" + bytes(8)).digest()


def aead_open(sealed, associated, nonce, key):
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, associated, nonce, key)
    except Exception:
        raise Refused("a ciphertext was changed") from None
