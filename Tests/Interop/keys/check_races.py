"""Two processes that change the slots of one vault: none of their changes is lost, and an exclusive owner is named."""

import concurrent.futures
import os
import re

from harness.driver import DriverError
from keys.check_slots import CHEAP, made_vault, reads
from keys.process import Keys
from keys.vault import Vault

CHANGES = int(os.environ.get("INTEROP_SLOT_CHANGES", 1000))
SHARED = CHEAP | {"INTEROP_LOCKING": "shared"}


def check_two_processes_on_a_shared_vault(checks, driver, directory):
    home, main, written = made_vault(driver, directory)
    path = home / "keys.session"
    before = Vault(home, path.name)
    pair = [Keys(driver, path, main, **SHARED) for _ in range(2)]
    # Adds so many and removes all of them but two.
    count = CHANGES // 2 + 1
    with concurrent.futures.ThreadPoolExecutor(2) as workers:
        answers = list(workers.map(lambda keys: keys.ask(f"churn {count}"), pair))
    for keys in pair:
        keys.close()
    after = Vault(home, path.name)
    left = [slot for answer in answers for slot in answer.split()[1:]]
    checks.equal("races: the slots that the changes leave", sorted(after.slot_ids), sorted(before.slot_ids + left))
    made_changes = after.envelope.generation - before.envelope.generation
    checks.equal("races: each change is one generation", made_changes, 2 * (2 * count - 2))
    checks.true("races: there were as many as were to be", made_changes >= 2 * CHANGES)
    reads(checks, "races: at the end", after, main, written)


def check_a_second_process_beside_an_exclusive_one(checks, driver, directory):
    home, main, _ = made_vault(driver, directory)
    keys = Keys(driver, home / "keys.session", main, **CHEAP)
    try:
        Keys(driver, home / "keys.session", main, **CHEAP).close()
        checks.fail("races: beside an exclusive owner", "it was let in")
    except DriverError as error:
        named = re.search(r"in use by process (\d+)", str(error))
        checks.equal("races: the exclusive owner is named", named and int(named[1]), keys.process.pid)
    keys.close()
