"""Chains of kills: something that has key slots is changed, and the process that changes it is killed, several times."""

import collections
import concurrent.futures
import itertools
import os
import random
import secrets
import shutil

from harness.driver import DriverError
from keys.changes import added_slot

AT_ONCE = 2
AT_A_TIME = 10
# One that ends by an error has few kills, and more of them tell nothing new.
ENOUGH_WRONG = 10
NOT_BEGUN, DONE = "not begun", "done"

Kill = collections.namedtuple("Kill", "operation left was_at_work")


class Chain:
    """What is changed and killed lies in a directory of its own, and has ways in that are known. Of a subclass: `process`
    opens it for changes, `draw` gives the next one, `look` compares what is there with what may be, and `end` opens it
    when nobody kills it any more."""

    kills_of_one = 4

    def __init__(self, driver, home, source, durations, seed, number):
        self.driver, self.home, self.durations = driver, home, durations
        self.random = random.Random(f"{seed} {number}")
        self.name = f"seed {seed}, chain {number}"
        self.ways, self.kills, self.wrong = None, [], []
        shutil.copytree(source, home)

    def run(self):
        try:
            for _ in range(self.kills_of_one):
                self.change_and_kill()
            self.end()
        except Exception as error:  # Whatever it is, this chain ends by it, and is wrong.
            self.wrong.append(f"{type(error).__name__}: {error}")
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
        return self

    def change_and_kill(self):
        keys = self.process()
        for _ in range(self.random.randrange(3)):
            self.make(keys, self.draw())
        change = self.draw()
        keys.send(change.line)
        self.see(change, keys.kill_after(self.random.random() * 1.1 * self.durations.of(change)))

    def make(self, keys, change):
        """Has it made, and nobody killed; the answer."""
        with self.durations.noting(change):
            answer = keys.ask(change.line)
        self.ways = change.done(self.ways, added_slot(answer))
        return answer

    def see(self, change, answer):
        if answer is not None and answer.startswith("error"):
            raise DriverError(answer)
        left, wrong = self.look(change, answer)
        self.kills.append(Kill(change.operation, left, answer is None))
        self.wrong += [f"{change.operation} killed, {left}: {what}" for what in wrong]

    def settle(self, change, answer, envelope, wrong_with):
        """Which of the states that it may be in it is in, the ways in then, and what is wrong with it. One that was not
        answered may have been done."""
        added = added_slot(answer or "") or envelope.slots[-1].id.hex()
        states = [(DONE, change.done(self.ways, added))]
        if answer is None:
            states.insert(0, (NOT_BEGUN, change.undone(self.ways)))
        return min(((left, ways, wrong_with(left, ways)) for left, ways in states), key=lambda state: len(state[2]))


def seed_of_run():
    return os.environ.get("INTEROP_SEED") or secrets.token_hex(4)


def run_chains(checks, name, seed, make, wanted, states):
    """Runs chains until each group of operations was hit at work as often as is wanted, and checks what they found.

    `make` gives the chain of a number. `wanted` has the number of kills by the operations of a group, separated by |;
    `states` what some of the kills have to leave.
    """
    chains, numbers = [], itertools.count()
    most = 2 * sum(wanted.values())
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as workers:
        while any(hits(chains, group) < count for group, count in wanted.items()):
            if len(chains) >= most or wrong_ones(chains) >= ENOUGH_WRONG:
                break
            chains += workers.map(lambda number: make(number).run(), itertools.islice(numbers, AT_A_TIME))
    show(chains, name, seed)
    for chain in chains:
        if chain.wrong:
            checks.fail(f"{name}: {chain.name}", "; ".join(chain.wrong))
        else:
            checks.passed += 1
    for group, count in wanted.items():
        checks.true(f"{name}: {count} kills hit {group} at work", hits(chains, group) >= count)
        for operation in group.split("|"):
            checks.true(f"{name}: some hit {operation} at work", hits(chains, operation) > 0)
    found = {kill.left for chain in chains for kill in chain.kills if kill.was_at_work}
    for state in states:
        checks.true(f"{name}: some leave it {state}", state in found)


def hits(chains, group):
    operations = group.split("|")
    return sum(kill.was_at_work and kill.operation in operations for chain in chains for kill in chain.kills)


def wrong_ones(chains):
    return sum(bool(chain.wrong) for chain in chains)


def show(chains, name, seed):
    table = collections.Counter()
    for chain in chains:
        for kill in chain.kills:
            table[kill.operation, kill.left if kill.was_at_work else "answered before the kill"] += 1
    wrong = f"{wrong_ones(chains)} of {len(chains)}"
    print(f"{name}, seed {seed}: operation | what it left | kills; chains with anything wrong: {wrong}")
    for (operation, left), count in sorted(table.items()):
        print(f"{name}: {operation} | {left} | {count}")
