"""Changes of the key slots of a vault or of a keyring's file, drawn at random: what the driver is told, and what has
changed when they are done."""

import dataclasses
from collections.abc import Callable

from keys.durations import MEASURED
from keys.secret import Secret

SLOT_CHANGES = ("add", "remove", "passphrase")
MOST_SLOTS, MOST_PASSPHRASES = 7, 2


@dataclasses.dataclass(frozen=True)
class Change:
    operation: str
    line: str
    done: Callable = lambda ways, slot: ways  # The ways in then; the slot is the one that was added.
    new: Secret | None = None  # Opens nothing where the change was not made.
    derivations: int = 0  # Beside what it takes in any case.
    share: float = 1  # Of what it takes, where some of it is done already.

    def undone(self, ways):
        return ways.refusing(self.new) if self.new else ways


def slot_change(ways, random, stay):
    """One that can be made. The slots that are to stay are neither removed nor changed."""
    slots = [slot for slot in ways.held if slot not in stay]
    passphrases = [slot for slot in slots if ways.held[slot].kind == "passphrase"]
    is_possible = {"add": len(ways.held) < MOST_SLOTS, "remove": bool(slots), "passphrase": bool(passphrases)}
    operation = random.choice([operation for operation in SLOT_CHANGES if is_possible[operation]])
    if operation == "add":
        kinds = ["rawKey", "recoveryCode", "recipient"] + ["passphrase"] * (MOST_PASSPHRASES - len(passphrases))
        return addition(Secret.random(random.choice(kinds)))
    if operation == "remove":
        return removal(random.choice(slots))
    return other_passphrase(random.choice(passphrases))


def addition(new):
    return Change("add", f"add {new.words}", lambda ways, slot: ways.having(slot, new), new, int(new.kind == "passphrase"))


def removal(slot):
    return Change("remove", f"remove {slot}", lambda ways, _: ways.without(slot))


def other_passphrase(slot):
    new = Secret.random("passphrase")
    return Change("passphrase", f"passphrase {new.bytes.hex()} {slot}", lambda ways, _: ways.replacing(slot, new), new)


def made(keys, ways, change):
    """Has the process make it; the ways in then."""
    return change.done(ways, added_slot(keys.ask(change.line)))


def added_slot(answer):
    """The slot that an answer names, if any."""
    word, _, slot = answer.partition(" ")
    return slot if word == "slot" else None


def measured(keys, ways, durations):
    """Has each change made a few times, to know what it takes; the ways in then."""
    def timed(change):
        nonlocal ways
        with durations.noting(change):
            ways = made(keys, ways, change)

    for _ in range(MEASURED):
        timed(addition(Secret.random("rawKey")))
        timed(removal(list(ways.held)[-1]))
    ways = made(keys, ways, addition(Secret.random("passphrase")))
    for _ in range(MEASURED):
        timed(other_passphrase(list(ways.held)[-1]))
    return made(keys, ways, removal(list(ways.held)[-1]))


def furnished(keys, ways, kinds):
    """With a slot of each kind, and one of each that was removed again."""
    for kind in kinds:
        ways = made(keys, ways, addition(Secret.random(kind)))
        ways = made(keys, ways, addition(Secret.random(kind)))
        ways = made(keys, ways, removal(list(ways.held)[-1]))
    return ways
