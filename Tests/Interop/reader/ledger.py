"""A keyring's ledger: the latest state that is known of each vault."""

import struct

from reader.envelope import aead_open, refuse_unless, subkey

HEADER = b"\x89SVL\r\n\x1a\x01"
ENTRY = "<16sIQ16s"


def parse_ledger(data, keyring, data_key):
    """Epoch, generation and half a MAC by vault id; of a keyring's envelope and its data key."""
    refuse_unless(data[:8] == HEADER, "magic or version")
    vault_id, epoch, nonce, length = struct.unpack_from("<16sI24sI", data, 8)
    refuse_unless(vault_id == keyring.vault_id and epoch == keyring.epoch, "another keyring's")
    refuse_unless(length == len(data) - 56, "length")
    plain = aead_open(data[56:], data[:56], nonce, subkey(data_key, 6))
    entries = list(struct.iter_unpack(ENTRY, plain))
    refuse_unless(entries == sorted(entries) and len({entry[0] for entry in entries}) == len(entries), "order")
    return {vault: state for vault, *state in entries}
