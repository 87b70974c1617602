"""A keyring file, the vaults that it opens and its ledger, by the reader; and processes that change it at once."""

import json

from keyring.ring import ACTIVE, FILES, Ring, envelope_of, openers
from reader.envelope import PASSPHRASE, RAW_KEY, ROOT_KEY
from reader.ledger import parse_ledger

CHANGES, PROCESSES = 1000, 2


def check_a_keyring_and_its_vaults(checks, driver, directory):
    ring = Ring(driver, directory / "ring")
    ring.create()
    envelope, _, roots = ring.opened()
    checks.equal("keyring: flags, epoch, generation", (envelope.flags, envelope.epoch, envelope.generation), (0, 1, 1))
    checks.equal("keyring: one active root", [root["state"] for root in roots], [ACTIVE])
    checks.equal("keyring: its slots", [slot.type for slot in envelope.slots], [PASSPHRASE])
    listing = json.loads(ring.call("keyring-list"))
    checks.equal("keyring: the root that our side lists", listing["roots"], [f"{roots[0]['id'].hex()} active"])
    ledger = {"INTEROP_LEDGER": str(directory / "ledger")}
    keys = [ring.add_session(f"{number}.session", ledger) for number in range(3)]
    vaults = [envelope_of(ring.directory / f"{number}.session") for number in range(3)]
    for number, (vault, key) in enumerate(zip(vaults, keys)):
        checks.equal(f"keyring: session {number}: its slots", [slot.type for slot in vault.slots], [ROOT_KEY])
        states, found = openers(vault, roots)
        checks.true(f"keyring: session {number}: its root opens it", states == [ACTIVE] and found == key)
    checks.equal("keyring: no slot id tells which vaults belong together", len({vault.slots[0].id for vault in vaults}), 3)
    keyring, data_key, _ = ring.opened()
    known = parse_ledger((directory / "ledger").read_bytes(), keyring, data_key)
    expected = {vault.vault_id: [vault.epoch, vault.generation, vault.mac[:16]] for vault in [*vaults, keyring]}
    checks.true("keyring: the ledger knows the state of the keyring's file and of each vault", known == expected)


def check_two_processes_that_change_its_slots(checks, driver, directory):
    ring = Ring(driver, directory / "ring")
    ring.create()
    processes = [ring.changing() for _ in range(PROCESSES)]
    # Adds so many and removes all of them but two.
    count = CHANGES // 2 + 1
    for process in processes:
        process.send(f"churn {count}")
    left = set()
    for process in processes:
        left |= set(process.answer().split()[1:])
        process.close()
    envelope, _, _ = ring.opened()
    checks.equal("keyring: no change is lost", envelope.generation, 1 + PROCESSES * (2 * count - 2))
    found = {slot.id.hex() for slot in envelope.slots if slot.type == RAW_KEY}
    checks.true("keyring: the slots that the changes left are there, and no others", len(found) == 4 and found == left)
    checks.equal("keyring: its files", sorted(path.name for path in ring.directory.iterdir()), FILES)
