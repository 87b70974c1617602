"""Changes of slots and re-keys killed at 500 random points: every secret that should opens the vault, and none of those
that were taken away.

INTEROP_SEED repeats a run's choices, INTEROP_KILLS changes the number of kills.
"""

import collections
import concurrent.futures
import itertools
import os
import random
import secrets
import shutil
import time

from harness.driver import DriverError
from keys.check_slots import CHEAP, COUNTED, made
from keys.process import Keys
from keys.vault import Secret, Vault

KILLS = int(os.environ.get("INTEROP_KILLS", 500))
AT_ONCE = 2
KILLS_OF_ONE = 4
OPERATIONS = ("add", "remove", "passphrase", "rotate")
BEFORE, MIDST, AFTER = "not begun", "in transition", "done"


class Chain:
    """One vault, changed and killed several times; what it should open by, and what it should not."""

    def __init__(self, driver, home, source, main, written, durations, seed, number):
        self.driver, self.home, self.main, self.written, self.durations = driver, home, main, written, durations
        self.random = random.Random(f"{seed} {number}")
        self.name = f"seed {seed}, chain {number}"
        self.held, self.gone, self.kills, self.wrong = {}, [], [], []
        shutil.copytree(source, home)

    @property
    def path(self):
        return self.home / "keys.session"

    def run(self):
        try:
            for _ in range(KILLS_OF_ONE):
                self.change_and_kill()
            self.verify_contents()
        except (DriverError, RuntimeError, ValueError) as error:
            self.wrong.append(f"it does not open: {error}")
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
        return self

    def change_and_kill(self):
        keys = Keys(self.driver, self.path, self.main, **CHEAP)
        for _ in range(self.random.randrange(3)):
            operation, line, apply = self.draw()
            apply(keys.ask(line))
        operation, line, apply = self.draw()
        # Only a passphrase's slot takes a derivation.
        duration = self.durations["add" if " passphrase " in line else "remove" if operation == "add" else operation]
        keys.send(line)
        answer = keys.kill_after(self.random.random() * duration * 1.1)
        if answer is not None and answer.startswith("error"):
            raise DriverError(answer)
        self.verify(operation, apply, answer)

    def draw(self):
        """An operation, the line for it, and what it changes once it is answered, or found done by its slots."""
        passphrases = [secret for secret in self.held if secret.kind == "passphrase"]
        possible = [
            operation for operation in OPERATIONS
            if (operation != "add" or len(self.held) < 5) and (operation != "remove" or self.held)
            and (operation != "passphrase" or passphrases)
        ]
        operation = self.random.choice(possible)
        if operation == "add":
            kinds = ["rawKey", "recoveryCode", "recipient"] + ["passphrase"] * (len(passphrases) < 2)
            new = Secret.random(self.random.choice(kinds))
            return operation, f"add {new.words}", lambda answer: self.hold(new, answer.split()[1])
        if operation == "remove":
            old = self.random.choice(list(self.held))
            return operation, f"remove {self.held[old]}", lambda answer: self.let_go(old)
        if operation == "passphrase":
            old, new = self.random.choice(passphrases), Secret.random("passphrase")
            def change(answer):
                slot = self.held[old]
                self.let_go(old)
                self.hold(new, slot)
            return operation, f"passphrase {new.bytes.hex()} {self.held[old]}", change
        given = " ".join(secret.words for secret in self.held if secret.kind != "recipient")
        return operation, f"rotate {given}", lambda answer: None

    def hold(self, secret, slot):
        self.held[secret] = slot

    def let_go(self, secret):
        del self.held[secret]
        self.gone.append(secret)

    def verify(self, operation, apply, answer):
        before = dict(self.held)
        vault = Vault(self.home, self.path.name)
        if answer is not None:
            apply(answer)
            left = AFTER
        elif operation == "rotate":
            left = MIDST if vault.is_in_transition else "whole"
        else:
            # It may have been done and not answered: the slots tell.
            left = self.find_out(operation, apply, vault)
        if vault.is_in_transition and operation != "rotate":
            self.wrong.append(f"{operation}: in transition")
        self.kills.append((operation, left, answer is None))
        if not self.is_as_it_should_be(vault):
            self.wrong.append(f"{operation} killed, {left}: {len(before)} slots before, {len(vault.slot_ids) - 1} now")

    def find_out(self, operation, apply, vault):
        slots = vault.slot_ids[1:]
        if operation == "passphrase":
            trial = dict(self.held), list(self.gone)
            apply(None)
            new = next(secret for secret in self.held if secret not in trial[0])
            if vault.opens(new):
                return AFTER
            self.held, self.gone = trial
            return BEFORE
        if sorted(slots) == sorted(self.held.values()):
            if operation == "add":
                self.gone.append(self.new_secret(apply))
            return BEFORE
        new = [slot for slot in slots if slot not in self.held.values()]
        apply(f"slot {new[0] if new else ''}")
        return AFTER

    def new_secret(self, apply):
        """The secret of an addition that was not done: it is to open nothing."""
        before = set(self.held)
        apply("slot none")
        secret = next(secret for secret in self.held if secret not in before)
        del self.held[secret]
        return secret

    def is_as_it_should_be(self, vault):
        return (
            sorted(vault.slot_ids[1:]) == sorted(self.held.values()) and vault.opens(self.main)
            and all(vault.opens(secret) for secret in self.held) and not any(vault.opens(secret) for secret in self.gone[-6:])
        )

    def verify_contents(self):
        """By the library, which takes up a re-key, and then by the reader."""
        opened_by = self.random.choice([self.main, *self.held])
        found = self.driver.dump(self.path, values=CHEAP | {"INTEROP_SECRET": opened_by.words})
        if found["session"]["authKey"] != self.written["session"]["authKey"]:
            self.wrong.append("another auth key")
        vault = Vault(self.home, self.path.name)
        if vault.is_in_transition or not self.is_as_it_should_be(vault):
            self.wrong.append("the re-key does not end, or loses slots")
        _, peers, states = vault.contents(self.main)
        expected = sorted(self.written["peers"], key=lambda row: row["id"])
        if [[peer[name] for name in COUNTED] for peer in peers] != [[peer[name] for name in COUNTED] for peer in expected]:
            self.wrong.append("peers are lost")
        if len(states) != len(self.written["updateStates"]):
            self.wrong.append("update states are lost")
        if any(path.name != self.path.name for path in self.home.iterdir()):
            self.wrong.append("files are left")


def measure(driver, directory, source, main):
    """How long each operation takes when nobody kills it."""
    home, found = directory / "measured", {}
    shutil.copytree(source, home)
    keys, secret = Keys(driver, home / "keys.session", main, **CHEAP), Secret.random("passphrase")

    def timed(line):
        began = time.monotonic()
        answer = keys.ask(line)
        return time.monotonic() - began, answer

    found["add"], answer = timed(f"add {secret.words}")
    found["passphrase"], _ = timed(f"passphrase {secret.bytes.hex()} {answer.split()[1]}")
    found["rotate"], _ = timed(f"rotate {secret.words}")
    found["remove"], _ = timed(f"remove {answer.split()[1]}")
    keys.close()
    return found


def check_killed_at_any_point(checks, driver, directory):
    seed = os.environ.get("INTEROP_SEED") or secrets.token_hex(4)
    source, main, written = made(driver, directory, peers=300)
    durations = measure(driver, directory, source, main)

    def run(number):
        return Chain(driver, directory / f"chain{number}", source, main, written, durations, seed, number).run()

    chains, numbers = [], itertools.count()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as workers:
        while sum(at_work for chain in chains for _, _, at_work in chain.kills) < KILLS and len(chains) < 2 * KILLS:
            chains += workers.map(run, itertools.islice(numbers, 20))
    show(chains, seed)
    for chain in chains:
        if chain.wrong:
            checks.fail(f"key kills: {chain.name}", "; ".join(chain.wrong))
        else:
            checks.passed += 1
    kills = [kill for chain in chains for kill in chain.kills]
    checks.true(f"key kills: {KILLS} hit a process at work", sum(at_work for _, _, at_work in kills) >= KILLS)
    for operation in OPERATIONS:
        checks.true(f"key kills: some hit {operation}", any(kill[0] == operation and kill[2] for kill in kills))
    checks.true("key kills: some leave a re-key half done", any(left == MIDST for _, left, _ in kills))
    checks.true("key kills: some leave a change done and not answered", any(left == AFTER and at_work for _, left, at_work in kills))
    checks.true("key kills: some leave one not begun", any(left == BEFORE for _, left, _ in kills))


def show(chains, seed):
    table = collections.Counter()
    for chain in chains:
        for operation, left, at_work in chain.kills:
            table[operation, left if at_work else "answered before the kill"] += 1
    wrong = sum(bool(chain.wrong) for chain in chains)
    print(f"key kills, seed {seed}: operation | what it left | kills; vaults with anything wrong: {wrong} of {len(chains)}")
    for (operation, left), count in sorted(table.items()):
        print(f"key kills: {operation} | {left} | {count}")
