"""Changes of a vault's slots and re-keys killed at random points: every secret that should opens the vault, and none of
those that were taken away.

INTEROP_SEED repeats a run's choices, INTEROP_KILLS changes the number of kills of each of the two.
"""

import os
import shutil

from keys.chain import DONE, NOT_BEGUN, run_chains, seed_of_run
from keys.changes import SLOT_CHANGES, Change, furnished, measured
from keys.check_slots import CHEAP, made_vault
from keys.durations import Durations
from keys.process import Keys
from keys.vault import Vault
from keys.vault_chain import MIDST, NAME, REKEYS, TAKEN_UP, VaultChain
from keys.ways_in import WaysIn

KILLS = int(os.environ.get("INTEROP_KILLS", 500))
KINDS = ("recoveryCode", "recipient", "rawKey")


def measure(driver, directory, source, ways):
    """How long each operation takes when nobody kills it."""
    home, main, durations = directory / "measured", next(iter(ways.held.values())), Durations()
    shutil.copytree(source, home)
    with durations.noting(Change(TAKEN_UP, "")):
        keys = Keys(driver, home / NAME, main, **CHEAP)
    for rekey in REKEYS:
        with durations.noting(Change(rekey, "")):
            keys.ask("rotate " + " ".join(secret.words for secret in ways.held.values() if secret.kind != "recipient"))
    measured(keys, ways, durations)
    keys.close()
    return durations


def check_killed_at_any_point(checks, driver, directory):
    seed = seed_of_run()
    source, main, written = made_vault(driver, directory, peers=300)
    keys = Keys(driver, source / NAME, main, **CHEAP)
    ways = furnished(keys, WaysIn({Vault(source, NAME).slot_ids[0]: main}), KINDS)
    keys.close()
    durations = measure(driver, directory, source, ways)

    def make(number):
        home = directory / f"chain{number}"
        return VaultChain(driver, home, source, durations, seed, number, ways=ways, written=written)

    wanted = {"|".join(SLOT_CHANGES): KILLS, "|".join(REKEYS): KILLS}
    run_chains(checks, "key kills", seed, make, wanted, [NOT_BEGUN, MIDST, DONE])
