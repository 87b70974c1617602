"""A keyring's ledger: the latest state that is known of each vault."""

import struct

from reader.envelope import aead_open, subkey
from reader.refusal import Cursor, refuse_unless

HEADER = b"\x89SVL\r\n\x1a\x01"
ENTRY = "<16sIQ16s"


def parse_ledger(data, keyring, data_key):
    """Epoch, generation and half a MAC by vault id; of a keyring's envelope and its data key."""
    cursor = Cursor(data, "it is cut", "tampered")
    refuse_unless(cursor.take(8) == HEADER, "magic or version", "tampered")
    vault_id, epoch, nonce, length = cursor.unpack("<16sI24sI")
    refuse_unless(vault_id == keyring.vault_id, "another keyring's", "other vault")
    refuse_unless(epoch == keyring.epoch, "of another epoch", "tampered")
    refuse_unless(length == len(cursor.rest) >= 16, "length", "tampered")
    plain = aead_open(cursor.rest, data[:56], nonce, subkey(data_key, 6))
    refuse_unless(len(plain) % struct.calcsize(ENTRY) == 0, "an entry is cut", "tampered")
    entries = list(struct.iter_unpack(ENTRY, plain))
    ids = [entry[0] for entry in entries]
    refuse_unless(ids == sorted(set(ids)), "order", "tampered")
    return {vault: state for vault, *state in entries}
