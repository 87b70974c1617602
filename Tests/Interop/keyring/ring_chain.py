"""A keyring and the vaults that it opens, whose root is rotated and whose file's slots are changed, killed at it."""

import pathlib
import shutil
import struct
import tempfile

from keyring.ring import ACTIVE, CHEAP, FILES, RETIRING, Ring, envelope_of
from keys.chain import NOT_BEGUN, Chain
from keys.changes import Change, made, slot_change
from keys.process import Keys
from keys.secret import Secret
from reader.envelope import KEYRING, Refused, open_envelope, open_payload, parse, root_slot_id
from reader.record import parse_record, parse_roots

ROTATIONS = ("rotate", "drop")
BEGUN, MOVED, DROPPED = "some moved", "all moved", "old root dropped"
# The other draws are rotations and droppings of a root.
SHARE_OF_SLOT_CHANGES = 0.25
# How often the slots of a vault are changed in between.
SHARE_OF_CHANGED_VAULTS = 0.3
# What a rotation takes over vaults that had moved, in parts of one that moves them all.
OF_LOOKING = 0.2


class RingChain(Chain):
    """Its ways in are those of the keyring's file. `vaults` has those of each vault, where a root is one of them, and
    `roots` the keys of the roots, the active one first."""

    kills_of_one = 10

    def __init__(self, *arguments, ways, roots, vaults, auth_key):
        super().__init__(*arguments)
        self.ways, self.roots, self.vaults, self.auth_key = ways, roots, dict(vaults), auth_key
        self.ring = Ring(self.driver, self.home)
        self.dropped, self.is_rotated, self.generation = [], False, 0
        # The slot of the keyring's file that is never taken away.
        self.first = next(iter(ways.held))

    def process(self):
        if self.random.random() < SHARE_OF_CHANGED_VAULTS:
            self.change_a_vault()
        self.is_rotated = False
        return self.ring.changing(self.random.choice(list(self.ways.held.values())))

    def change_a_vault(self):
        """Its slots, but for the root's: in the middle of a rotation too."""
        name = self.random.choice(list(self.vaults))
        ways = self.vaults[name]
        others = [slot for slot, secret in ways.held.items() if secret.kind != "keyring"]
        roots = set(ways.held) - set(others)
        opener = self.random.choice(others)
        keys = Keys(self.driver, self.home / name, ways.held[opener], **CHEAP)
        self.vaults[name] = made(keys, ways, slot_change(ways, self.random, stay=roots | {opener}))
        keys.close()

    def draw(self):
        if self.random.random() < SHARE_OF_SLOT_CHANGES:
            return slot_change(self.ways, self.random, stay={self.first})
        # One process alone knows that every vault has moved.
        if self.is_rotated and len(self.roots) == 2:
            return Change("drop", "drop")
        return self.rotation()

    def rotation(self):
        left = sum(len(self.roots) == 1 or self.root_of(name) != self.roots[0] for name in self.vaults)
        share = OF_LOOKING + (1 - OF_LOOKING) * left / len(self.vaults)
        return Change("rotate", " ".join(["rotate", *(str(self.home / name) for name in self.vaults)]), share=share)

    def make(self, keys, change):
        answer = super().make(keys, change)
        if change.operation in ROTATIONS:
            _, wrong = self.look(change, answer)
            self.wrong += [f"{change.operation} done: {what}" for what in wrong]
        return answer

    def look(self, change, answer):
        """On a copy: SQLite would play back a log that the next call of our side is to find."""
        with tempfile.TemporaryDirectory(prefix="session-vault-") as directory:
            copy = Ring(self.driver, pathlib.Path(directory) / "ring")
            shutil.copytree(self.home, copy.directory)
            left, wrong = self.look_at_file(copy, change, answer)
            if change.operation == "rotate" and answer not in (None, self.expected_outcomes()):
                wrong.append(f"its outcomes are {answer}")
            for name in self.vaults:
                wrong += [f"{name}: {what}" for what in self.look_at_vault(copy, name, change, answer)]
        self.is_rotated = self.is_rotated or change.operation == "rotate" and answer is not None
        return self.left_by_rotation(change) if change.operation in ROTATIONS else left, wrong

    def look_at_file(self, copy, change, answer):
        envelope = copy.envelope()
        left, self.ways, wrong = self.settle(
            change, answer, envelope, lambda _, ways: ways.wrong_with(envelope, lambda payload: bool(parse_roots(payload)))
        )
        if envelope.generation < self.generation:
            wrong.append("the keyring is older than it was")
        self.generation = envelope.generation
        first = self.ways.held[self.first]
        data_key, payload = open_envelope(envelope, first.type, first.for_reader)
        wrong += self.take_roots(parse_roots(payload), change.operation, answer)
        return left, wrong + [f"a dropped root is in {path.name}" for path in copies_with(self.dropped, copy, data_key)]

    def take_roots(self, found, operation, answer):
        """What is wrong with the roots that are there after those that there were."""
        before, after = self.roots, [root["key"] for root in found]
        may_be = [] if answer is not None and operation in ROTATIONS else [before]
        if operation == "rotate":
            may_be.append(before if len(before) == 2 else [after[0], *before])
        if operation == "drop":
            may_be.append(before[:1])
        self.roots = after
        self.dropped += [root for root in before if root not in after]
        is_new = after[0] in before or after[0] not in self.dropped
        states = [ACTIVE, RETIRING][: len(found)]
        is_right = after in may_be and is_new and [root["state"] for root in found] == states
        return [] if is_right else [f"{len(after)} roots after {len(before)}"]

    def expected_outcomes(self):
        return ", ".join("had moved" if self.root_of(name) == self.roots[0] else "moved" for name in self.vaults)

    def look_at_vault(self, copy, name, change, answer):
        """It is opened by the root that it was opened by, or by the active one where a rotation goes over it."""
        envelope, ways = envelope_of(copy.directory / name), self.vaults[name]
        slot, root = next((slot, secret) for slot, secret in ways.held.items() if secret.kind == "keyring")
        active, may_be = Secret("keyring", self.roots[0]), [ways]
        if change.operation == "rotate" and root != active:
            moved = ways.replacing(slot, active, root_slot_id(envelope.vault_id, active.bytes).hex())
            may_be = [moved] if answer is not None else [ways, moved]
        found = [(ways.wrong_with(envelope, self.holds), ways) for ways in may_be]
        wrong, self.vaults[name] = min(found, key=lambda state: len(state[0]))
        return wrong + ([] if self.root_of(name) in self.roots else ["its root is dropped"])

    def root_of(self, name):
        return next(secret.bytes for secret in self.vaults[name].held.values() if secret.kind == "keyring")

    def holds(self, payload):
        return parse_record(payload)["authKey"] == self.auth_key

    def left_by_rotation(self, change):
        if len(self.roots) == 1:
            return DROPPED if change.operation == "drop" else NOT_BEGUN
        return BEGUN if any(self.root_of(name) == self.roots[1] for name in self.vaults) else MOVED

    def end(self):
        """Takes a rotation up to its end, and has our side open a vault by the keyring, and another one by another way in."""
        keys = self.ring.changing(self.ways.held[self.first])
        self.make(keys, self.rotation())
        self.make(keys, Change("drop", "drop"))
        keys.close()
        if (names := sorted(path.name for path in self.home.iterdir())) != sorted([*self.vaults, *FILES]):
            self.wrong.append(f"files are left: {names}")
        one, other = self.random.sample(list(self.vaults), 2)
        secret = self.random.choice([way for way in self.vaults[other].held.values() if way.kind != "keyring"])
        self.open_with_library(one, passphrase=self.ways.held[self.first].for_reader, values=self.ring.values)
        self.open_with_library(other, values=CHEAP | {"INTEROP_SECRET": secret.words})

    def open_with_library(self, name, **options):
        found = self.driver.dump(self.home / name, **options)
        if found["session"]["authKey"] != self.auth_key or len(found["peers"]) != 3:
            self.wrong.append(f"{name} has lost something")


def copies_with(roots, ring, data_key):
    """The files that are whole states of the keyring and have one of the roots: one that was not ended too."""
    for path in ring.directory.iterdir():
        try:
            found = parse_roots(open_payload(parse(path.read_bytes(), KEYRING), data_key))
        except (Refused, LookupError, struct.error):
            continue
        if any(root["key"] in roots for root in found):
            yield path
