"""A keyring killed while its root is rotated over vaults, a root is dropped, or its file's slots are changed: its file and
every vault open by every secret that they should, a vault by one root alone, and nothing opens by what was taken away.

INTEROP_SEED repeats a run's choices, INTEROP_KEYRING_KILLS and INTEROP_KEYRING_SLOT_KILLS change the numbers of kills.
"""

import os
import shutil

from harness import sample
from keyring.ring import CHEAP, Ring, envelope_of
from keyring.ring_chain import BEGUN, MOVED, ROTATIONS, RingChain
from keys.chain import run_chains, seed_of_run
from keys.changes import SLOT_CHANGES, Change, added_slot, furnished, measured
from keys.durations import MEASURED, Durations
from keys.process import Keys
from keys.secret import Secret
from keys.ways_in import WaysIn

KILLS = int(os.environ.get("INTEROP_KEYRING_KILLS", 500))
SLOT_KILLS = int(os.environ.get("INTEROP_KEYRING_SLOT_KILLS", 150))
SESSIONS = 6
KINDS = ("rawKey", "recoveryCode", "recipient", "passphrase")
WRITTEN = sample.session(peers=3, seed=3)


def prepared(driver, directory):
    """A keyring and its vaults, which have slots of every kind, and had others: the ways into all of them."""
    ring = Ring(driver, directory / "source")
    ring.create()
    keys = ring.changing()
    ways = furnished(keys, WaysIn({ring.envelope().slots[0].id.hex(): ring.first}), KINDS)
    keys.close()
    _, _, roots = ring.opened()
    vaults = {f"{number}.session": add_vault(ring, f"{number}.session", roots[0]["key"]) for number in range(SESSIONS)}
    return ring, {"ways": ways, "roots": [roots[0]["key"]], "vaults": vaults, "auth_key": WRITTEN["session"]["authKey"]}


def add_vault(ring, name, root):
    """The root's slot stands between the others."""
    main, path = Secret.random("rawKey"), ring.directory / name
    ring.driver.write(path, WRITTEN, values=CHEAP | {"INTEROP_SECRET": main.words})
    ways = WaysIn({envelope_of(path).slots[0].id.hex(): main})
    keys = Keys(ring.driver, path, main, **ring.values, INTEROP_PASSPHRASE=ring.first.for_reader)
    ways = furnished(keys, ways, KINDS[:2])
    ways = ways.having(added_slot(keys.ask("add keyring")), Secret("keyring", root))
    ways = furnished(keys, ways, KINDS[2:])
    keys.close()
    return ways


def measure(driver, directory, source, ways, vaults):
    """How long each operation takes when nobody kills it."""
    ring = Ring(driver, directory / "measured")
    shutil.copytree(source, ring.directory)
    keys, durations = ring.changing(), Durations()
    measured(keys, ways, durations)
    lines = {"rotate": " ".join(["rotate", *(str(ring.directory / name) for name in vaults)]), "drop": "drop"}
    for operation in MEASURED * ROTATIONS:
        with durations.noting(Change(operation, "")):
            keys.ask(lines[operation])
    keys.close()
    return durations


def check_killed_at_any_point(checks, driver, directory):
    seed = seed_of_run()
    ring, state = prepared(driver, directory)
    durations = measure(driver, directory, ring.directory, state["ways"], state["vaults"])

    def make(number):
        return RingChain(driver, directory / f"chain{number}", ring.directory, durations, seed, number, **state)

    wanted = {"|".join(ROTATIONS): KILLS, "|".join(SLOT_CHANGES): SLOT_KILLS}
    run_chains(checks, "keyring kills", seed, make, wanted, [BEGUN, MOVED])
