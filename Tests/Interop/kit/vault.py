"""A vault, an export or a keyring, on its way into bytes: valid, unless what it is made with says otherwise."""

import dataclasses
import hashlib
import struct
import unicodedata

from kit.primitives import Random, aead, argon2id, blake2b, public_of, sealed_box, sign, signer_of, subkey
from kit.record import Record

VAULT, KEYRING = b"\x89SVT\r\n\x1a", b"\x89SVK\r\n\x1a"
ROWS, TRANSITION, EXPORT = 1, 2, 4
PASSPHRASE, RAW_KEY, ROOT_KEY, RECIPIENT, RECOVERY = 1, 2, 3, 4, 5


@dataclasses.dataclass
class Slot:
    """A way in; its secret is text for a passphrase, a public key for a recipient, else a key's or code's bytes."""

    type: int
    secret: object = None
    id: bytes = None
    flags: int = 0
    algorithm: int = 2
    cost: tuple = (2, 19)
    body: bytes = None  # In the place of one that opens.
    edit: object = None  # Of the body.
    box_id: bytes = None  # The vault and epoch that a recipient's box names.
    box_epoch: int = None

    def made(self, vault):
        slot_id = self.id or (blake2b(8, vault.id, self.secret) if self.type == ROOT_KEY else vault.random(8))
        body = self.body if self.body is not None else self.opening_body(vault, slot_id)
        body = self.edit(body) if self.edit else body
        return struct.pack("<BBH", self.type, self.flags, len(body)) + slot_id + body

    def opening_body(self, vault, slot_id):
        if self.type == RECIPIENT:
            epoch = vault.epoch if self.box_epoch is None else self.box_epoch
            message = b"SVTR\x01" + (self.box_id or vault.id) + struct.pack("<I", epoch) + vault.data_key
            return sealed_box(message, self.secret, vault.random(32))
        epoch, nonce, parameters, key = struct.pack("<I", vault.epoch), vault.random(24), b"", self.secret
        length = 104
        if self.type == PASSPHRASE:
            salt, length = vault.random(16), 124
            parameters = struct.pack("<BBH", self.algorithm, *self.cost) + salt
            # One that is refused for its cost is not derived.
            cheap = self.cost[0] * self.cost[1] <= 128 and self.cost[0] > 0 and self.cost[1] > 0
            key = argon2id(unicodedata.normalize("NFC", self.secret).encode(), salt, *self.cost) if cheap else vault.random(32)
        elif self.type == RECOVERY:
            key = blake2b(32, b"SVT1recovery" + self.secret)
        prefix = struct.pack("<BBH", self.type, self.flags, length) + slot_id + parameters
        wrap, commitment = vault.wrapping_keys(key, prefix + nonce + epoch)
        return parameters + nonce + commitment + aead(wrap, nonce, vault.data_key, prefix + epoch)


class Vault:
    magic, version, flags, epoch, generation = VAULT, 1, EXPORT, 1, 1
    edit_record = None  # The record's bytes, signed already.
    edit_payload = None  # The payload, sealed already.
    edit_covered = None  # What the MAC covers, before the MAC.
    edit = None  # All of it.
    signer = None  # A seed.
    signed_for = ()  # Recipients' public keys.
    signed_id = None  # The vault id and the list that are signed, where they are not the ones that stand there.
    signed_keys = None
    edit_signature = None  # TLV 5.
    signature_of = None  # Makes TLV 5 of the message, in the place of `sign`.
    peers = None  # See peers.py.

    def __init__(self, name, slots, record=None, **changes):
        self.random = Random(name)
        self.id, self.data_key = self.random(16), self.random(32)
        self.slots, self.record = slots, Record() if record is None else record
        for key, value in changes.items():
            assert hasattr(self, key), key
            setattr(self, key, value)

    def wrapping_keys(self, key, message):
        both = hashlib.blake2b(message, digest_size=64, key=key, salt=self.id, person=b"SVT1-slot-wrap01").digest()
        return both[:32], both[32:]

    def payload(self):
        """What is sealed: a record with what an export adds to it."""
        if isinstance(self.record, bytes):
            return self.record
        record = self.record
        if self.peers is not None:
            record = record.adding(9, self.peers.stated(self))
        if self.signer:
            record = self.signed(record)
        return record.encoded()

    def signed(self, record):
        keys = b"".join(sorted(self.signed_for))
        record = record.adding(8, keys)
        blank = record.adding(5, signer_of(self.signer) + bytes(64)).encoded()
        signed_keys = keys if self.signed_keys is None else b"".join(sorted(self.signed_keys))
        message = b"SVT1export" + (self.signed_id or self.id) + bytes([len(signed_keys) // 32]) + signed_keys
        if self.signature_of:
            value = self.signature_of(lambda public: message + blake2b(32, record.adding(5, public + bytes(64)).encoded()))
        else:
            value = signer_of(self.signer) + sign(self.signer, message + blake2b(32, blank))
        return record.adding(5, self.edit_signature(value) if self.edit_signature else value)

    def sealed(self):
        slots = b"".join(slot.made(self) for slot in self.slots)
        self.plain = self.payload()
        if self.edit_record:
            self.plain = self.edit_record(self.plain)
        nonce, epoch = self.random(24), struct.pack("<I", self.epoch)
        head = self.magic + bytes([self.version])
        payload = aead(subkey(self.data_key, 2), nonce, self.plain, head + self.id + epoch)
        if self.edit_payload:
            payload = self.edit_payload(payload)
        length = 40 + len(slots) + 26 + len(payload) + 32
        covered = (
            head + struct.pack("<HBB", length & 0xFFFF, self.flags, len(self.slots)) + self.id + epoch
            + struct.pack("<Q", self.generation) + slots + nonce + struct.pack("<H", len(payload)) + payload
        )
        if self.edit_covered:
            covered = self.edit_covered(covered)
        data = covered + blake2b(32, covered, subkey(self.data_key, 1))
        return self.edit(data) if self.edit else data

    def file(self):
        return self.sealed() + (self.peers.following(self) if self.peers else b"")


def recipient(secret, **changes):
    return Slot(RECIPIENT, public_of(secret), **changes)
