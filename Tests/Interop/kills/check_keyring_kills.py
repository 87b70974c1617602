"""A keyring that is killed while its root is rotated over vaults, or its slots are changed: whatever is left opens, every
vault by a root that the keyring has, and the next call goes on. INTEROP_SEED repeats a run's points, and
INTEROP_KEYRING_KILLS changes their number.
"""

import collections
import json
import os
import random
import secrets
import shutil
import subprocess
import time

from harness.driver import environment
from keyring.ring import ACTIVE, CHEAP, RETIRING, SECRET, Ring, envelope_of, openers

KILLS = int(os.environ.get("INTEROP_KEYRING_KILLS", 100))
SESSIONS = 6
AGAIN = 0.4  # How many of those that take a rotation up are killed too.
TRIES = 4  # For each kill that is to hit a process at work.
BEFORE, BEGUN, MOVED, DROPPED = "not begun", "some moved", "all moved", "old root dropped"


class Killed:
    """A call of the driver that is killed so long after it has unlocked the keyring."""

    def __init__(self, driver, *arguments):
        self.process = subprocess.Popen(
            [driver.path, *map(str, arguments)], env=environment(SECRET) | CHEAP, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        if self.process.stdout.readline().strip() != "ready":
            raise RuntimeError("the driver did not unlock the keyring")
        self.began = time.monotonic()

    def duration(self):
        self.process.stdout.read()
        self.process.wait()
        return time.monotonic() - self.began

    def after(self, seconds):
        """Whether it was killed before its end."""
        time.sleep(seconds)
        self.process.kill()
        self.process.stdout.close()
        return self.process.wait() != 0


def check_killed_while_a_root_is_rotated(checks, driver, directory):
    seed = os.environ.get("INTEROP_SEED") or secrets.token_hex(4)
    numbers = random.Random(f"{seed} rotation")
    source = Ring(driver, directory / "source")
    source.create()
    keys = {f"{number}.session": source.add_session(f"{number}.session") for number in range(SESSIONS)}
    durations = [Killed(driver, *rotation(copied(source, directory / "trial"), keys)).duration() for _ in range(3)]
    left, kills = collections.Counter(), 0
    for _ in range(TRIES * KILLS):
        if kills >= KILLS:
            break
        ring = copied(source, directory / "killed")
        wrong, states = [], []
        while True:
            was_at_work = Killed(driver, *rotation(ring, keys)).after(numbers.uniform(0, min(durations)))
            kills += was_at_work
            states.append(what_is_left(ring, keys, wrong))
            left[states[-1]] += was_at_work
            if not was_at_work or numbers.random() >= AGAIN:
                break
        finish(ring, keys, wrong, numbers.choice(list(keys)))
        if wrong:
            checks.fail(f"keyring kills, seed {seed}: rotation, {states}", "; ".join(wrong))
        else:
            checks.passed += 1
    print(f"kills, seed {seed}: a root's rotation over {SESSIONS} vaults | " + ", ".join(f"{name} {left[name]}" for name in left))
    checks.true(f"keyring kills: {KILLS} hit a rotation", kills >= KILLS)
    checks.true(f"keyring kills: some leave it {BEGUN} or {MOVED}", left[BEGUN] or left[MOVED])


def rotation(ring, keys):
    return ["keyring-rotate", ring.path, *(ring.directory / name for name in keys)]


def copied(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source.directory, target)
    return Ring(source.driver, target)


def what_is_left(ring, keys, wrong):
    """By the reader, on a copy: SQLite would play back a log that the next call of our side is to find."""
    copy = copied(ring, ring.directory.parent / "copy")
    keyring, _, roots = copy.opened()
    opened_by = []
    for name, key in keys.items():
        states, found = openers(envelope_of(copy.directory / name), roots)
        opened_by.append(states)
        if found != key or len(states) != 1:
            wrong.append(f"{name} is opened by {len(states)} of {len(roots)} roots")
    if [root["state"] for root in roots].count(ACTIVE) != 1 or len(roots) > 2:
        wrong.append(f"{len(roots)} roots are left")
    if len(roots) == 1:
        # With the root that was there before, or with the new one.
        return BEFORE if keyring.generation == 1 else DROPPED
    return BEGUN if [RETIRING] in opened_by else MOVED


def finish(ring, keys, wrong, sample):
    """Takes it up to its end, and has our side open one of the vaults; the reader opens all."""
    outcomes = json.loads(ring.call("keyring-rotate", *(ring.directory / name for name in keys)))
    if set(outcomes) - {"moved", "had moved"}:
        wrong.append(f"taken up: {outcomes}")
    if what_is_left(ring, keys, wrong) != DROPPED:
        wrong.append("it does not end")
    expected = sorted([*keys, "keys.svault", "keys.svault.lock"])
    if (names := sorted(path.name for path in ring.directory.iterdir())) != expected:
        wrong.append(f"files are left: {names}")
    found = ring.driver.dump(ring.directory / sample, passphrase=SECRET, values=ring.values)
    if found["session"]["authKey"] != keys[sample] or len(found["peers"]) != 3:
        wrong.append(f"{sample} has lost something")


def check_killed_while_slots_are_changed(checks, driver, directory):
    seed = os.environ.get("INTEROP_SEED") or secrets.token_hex(4)
    numbers = random.Random(f"{seed} slots")
    ring = Ring(driver, directory / "ring")
    ring.create()
    generation, root = 1, ring.opened()[2]
    for number in range(KILLS):
        # What kills leave adds up to more slots than there can be.
        if number % 4 == 0:
            shutil.rmtree(ring.directory)
            ring.create()
            generation, root = 1, ring.opened()[2]
        hit = Killed(driver, "keyring-slots", ring.path, 100_000).after(numbers.uniform(0, 0.05))
        envelope, _, roots = ring.opened()
        is_whole = roots == root and envelope.generation >= generation
        checks.true(f"keyring kills, seed {seed}: slots, kill {number}", hit and is_whole)
        generation = envelope.generation
    ring.call("keyring-slots", 5)
    expected = ["keys.svault", "keys.svault.lock"]
    checks.equal("keyring kills: the files after the next change", sorted(path.name for path in ring.directory.iterdir()), expected)
