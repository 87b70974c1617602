"""Two processes that change the slots of one vault, or of one keyring's file: none of their changes is lost, whoever comes
too late is told, and an exclusive owner is named."""

import concurrent.futures
import os
import random
import re
import time

from harness.driver import DriverError
from keyring.ring import Ring
from keys.changes import addition, made, other_passphrase, removal
from keys.check_slots import CHEAP, made_vault, reads
from keys.process import Keys
from keys.secret import Secret
from keys.vault import Vault
from keys.ways_in import WaysIn

CHANGES = int(os.environ.get("INTEROP_SLOT_CHANGES", 1000))
# A derivation each.
PASSPHRASES, REMOVALS = 25, 8
SHARED = CHEAP | {"INTEROP_LOCKING": "shared"}


class SharedVault:
    name = "vault"

    def __init__(self, driver, directory):
        self.driver = driver
        self.home, main, self.written = made_vault(driver, directory)
        self.path = self.home / "keys.session"
        self.ways = WaysIn({self.envelope.slots[0].id.hex(): main})

    @property
    def envelope(self):
        return Vault(self.home, self.path.name).envelope

    def process(self, secret):
        return Keys(self.driver, self.path, secret, **SHARED)


class SharedRing:
    name = "keyring"

    def __init__(self, driver, directory):
        self.ring = Ring(driver, directory / "ring")
        self.ring.create()
        self.ways = WaysIn({self.envelope.slots[0].id.hex(): Ring.first})

    @property
    def envelope(self):
        return self.ring.envelope()

    def process(self, secret):
        return self.ring.changing(secret)


def check_two_processes_on_a_shared_vault(checks, driver, directory):
    vault = SharedVault(driver, directory)
    (main,), before = vault.ways.held.values(), vault.envelope
    pair = [vault.process(main) for _ in range(2)]
    # Adds so many and removes all of them but two.
    count = CHANGES // 2 + 1
    answers = at_once([lambda keys=keys: keys.ask(f"churn {count}") for keys in pair])
    for keys in pair:
        keys.close()
    after = Vault(vault.home, vault.path.name)
    left = [slot for answer in answers for slot in answer.split()[1:]]
    checks.equal("races: the slots that the changes leave", sorted(after.slot_ids), sorted([*vault.ways.held, *left]))
    made_changes = after.envelope.generation - before.generation
    checks.equal("races: each change is one generation", made_changes, 2 * (2 * count - 2))
    checks.true("races: there were as many as were to be", made_changes >= 2 * CHANGES)
    reads(checks, "races: at the end", after, main, vault.written)


def check_one_passphrase_changed_by_two_processes(checks, driver, directory):
    for shared in places(driver, directory):
        one_passphrase(checks, f"races: one passphrase of a {shared.name}", shared, is_opened_by_it=False)


def check_a_passphrase_changed_by_two_processes_that_it_opened(checks, driver, directory):
    for shared in places(driver, directory):
        one_passphrase(checks, f"races: what opened a {shared.name} twice", shared, is_opened_by_it=True)


def check_a_passphrase_changed_while_its_slot_is_removed(checks, driver, directory):
    for shared in places(driver, directory):
        changed_and_removed(checks, f"races: a slot of a {shared.name} that goes", shared)


def places(driver, directory):
    for place in (SharedVault, SharedRing):
        (home := directory / place.name).mkdir()
        yield place(driver, home)


def one_passphrase(checks, name, shared, is_opened_by_it):
    """Each of two processes changes it again and again: one of the last two is in force, and nothing before them."""
    first = next(iter(shared.ways.held.values()))
    passphrase = Secret.random("passphrase")
    keys = shared.process(first)
    ways = made(keys, shared.ways, addition(passphrase))
    keys.close()
    slot, before = list(ways.held)[-1], shared.envelope.generation
    pair = [shared.process(passphrase if is_opened_by_it else first) for _ in range(2)]
    given = "" if is_opened_by_it else f" {slot}"
    new = [[Secret.random("passphrase") for _ in range(PASSPHRASES)] for _ in pair]

    def change(keys, passphrases):
        return [keys.ask(f"passphrase {passphrase.bytes.hex()}{given}") for passphrase in passphrases]

    answers = at_once([lambda keys=keys, own=own: change(keys, own) for keys, own in zip(pair, new)])
    checks.equal(f"{name}: the answers", answers, 2 * [PASSPHRASES * ["done"]])
    for keys in pair:
        # What opened it is another's by now, and it goes on all the same.
        checks.true(f"{name}: its slots are listed", keys.ask("slots").startswith("slots "))
        keys.close()
    after = shared.envelope
    checks.equal(f"{name}: each change is one generation", after.generation - before, 2 * PASSPHRASES)
    states = [
        ways.replacing(slot, own[-1]).refusing(own[-2]).refusing(others[-1]) for own, others in (new, reversed(new))
    ]
    found = [state for state in states if not state.wrong_with(after, bool)]
    checks.equal(f"{name}: one of the last two is in force, in the same slot", len(found), 1)
    for state in found:
        shared.process(state.held[slot]).close()


def changed_and_removed(checks, name, shared):
    """Whoever comes first: the slot is gone, and does not come back with the other passphrase."""
    first = next(iter(shared.ways.held.values()))
    one, other = shared.process(first), shared.process(first)
    ways, draws = shared.ways, random.Random(os.environ.get("INTEROP_SEED"))
    for number in range(REMOVALS):
        began = time.monotonic()
        ways = made(one, ways, addition(Secret.random("passphrase")))
        took, before = time.monotonic() - began, shared.envelope.generation
        slot = list(ways.held)[-1]
        change = other_passphrase(slot)
        other.send(change.line)
        time.sleep(draws.uniform(0, 1.5 * took))
        ways = made(one, ways, removal(slot)).refusing(change.new)
        answer = other.answer()
        checks.true(f"{name}: the answer {number}", answer == "done" or answer == f"error the vault has no key slot {slot}")
        after = shared.envelope
        checks.equal(f"{name}: generations {number}", after.generation - before, 1 + (answer == "done"))
        checks.equal(f"{name}: what is wrong after {number}", len(ways.wrong_with(after, bool)), 0)
    for keys in (one, other):
        keys.close()


def at_once(bodies):
    with concurrent.futures.ThreadPoolExecutor(len(bodies)) as workers:
        return list(workers.map(lambda body: body(), bodies))


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
