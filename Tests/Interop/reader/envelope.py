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

from reader.refusal import Cursor, Refused, refuse_unless

VAULT = b"\x89SVT\r\n\x1a"
KEYRING = b"\x89SVK\r\n\x1a"
PASSPHRASE, RAW_KEY, ROOT_KEY, RECIPIENT, RECOVERY = 1, 2, 3, 4, 5
LONGEST = 16_384
LENGTHS = {PASSPHRASE: 124, RAW_KEY: 104, ROOT_KEY: 104, RECIPIENT: 105, RECOVERY: 104}


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
    refuse_unless(data[:7] == magic, "magic")
    cursor = Cursor(data, "it is cut")
    version, length = cursor.unpack("<7xBH")
    refuse_unless(version == 1, "version", "version")
    refuse_unless(length == len(data) <= LONGEST, "length")
    covered, mac = data[:-32], data[-32:]
    cursor = Cursor(covered, "it ends within its header, a slot or its payload")
    flags, count, vault_id, epoch, generation = cursor.unpack("<10xBB16sIQ")
    refuse_unless(flags & ~7 == 0 and 1 <= count <= 16, "flags or slot count")
    slots = [parse_slot(cursor) for _ in range(count)]
    refuse_unless(len({slot.id for slot in slots}) == count, "slot ids")
    refuse_unless(sum(slot.type == PASSPHRASE for slot in slots) <= 4, "passphrase slots")
    nonce, payload_length = cursor.unpack("<24sH")
    payload = cursor.take(payload_length)
    refuse_unless(payload_length > 16 and payload_length % 64 == 16 and not cursor.rest, "payload length")
    return Envelope(data[:8], flags, vault_id, epoch, generation, slots, nonce, payload, covered, mac)


def parse_slot(cursor):
    begin = cursor.at
    kind, flags, length, slot_id = cursor.unpack("<BBH8s")
    refuse_unless(kind >= 0x80 or (LENGTHS.get(kind) == length and flags == 0), "slot")
    refuse_unless(length <= 512, "slot length")
    head = cursor.data[begin : cursor.at]
    return Slot(kind, flags, slot_id, cursor.take(length), head)


def open_envelope(envelope, kind, secret):
    """The data key and the record's bytes, by the first slot of a kind that the secret fits."""
    key = unlock(envelope, kind, secret)
    return key, open_payload(envelope, key)


def unlock(envelope, kind, secret):
    """The data key, of which the MAC was checked."""
    if kind == PASSPHRASE:
        check_costs([slot for slot in envelope.slots if slot.type == PASSPHRASE])
    for slot in envelope.slots:
        if slot.type == kind and (key := unwrap(envelope, slot, secret)) is not None:
            authenticate(envelope, key)
            return key
    raise Refused("no slot fits", "secret")


def authenticate(envelope, key):
    mac = blake2b(envelope.covered, digest_size=32, key=subkey(key, 1)).digest()
    refuse_unless(hmac.compare_digest(mac, envelope.mac), "MAC", "tampered")


def check_costs(slots):
    """All of them, before the first derivation."""
    costs = [struct.unpack_from("<BBH", slot.body) for slot in slots]
    refuse_unless(all(algorithm == 2 for algorithm, _, _ in costs), "derivation")
    for _, passes, mebibytes in costs:
        refuse_unless(passes >= 2 and mebibytes >= 19 or passes >= 1 and mebibytes >= 46, "it costs too little", "cost")
        refuse_unless(passes <= 16 and mebibytes <= 1024, "it costs too much", "cost")
    refuse_unless(sum(passes * mebibytes for _, passes, mebibytes in costs) <= 4096, "all cost too much", "cost")


def open_payload(envelope, key):
    """The record's bytes, by the data key."""
    authenticate(envelope, key)
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
        return opened[len(prefix) :] if opened[: len(prefix)] == prefix else None
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
    try:
        return aead_open(wrapped, associated + epoch, nonce, derived[:32])
    except Refused:
        return None


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
        raise Refused("a ciphertext was changed", "tampered") from None
