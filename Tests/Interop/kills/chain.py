"""A migration that is killed, once or several times, and taken up again: what is left each time, and at the end."""

import contextlib
import dataclasses
import os
import random
import shutil
import sqlite3

from harness.driver import DriverError
from harness.remnants import remnants
from kills import starts
from kills.process import WORK, Run
from reader import envelope

PASSPHRASE = "correct horse battery staple"
RESUMED = "an interrupted migration was finished (remnants: auth key 0 of 16 parts, phone numbers 0 of "
CHEAP = {"INTEROP_DERIVATION": "minimum"}
PLAIN, TRANSITION, SEALED = "plain", "in transition", "sealed"
TRANSITION_FLAG = 2
TRIES = 50  # For a kill that hits a process at work.
AGAIN = 0.5  # How many of those that take a migration up are killed too.
# How many are killed before their work: while the file is opened, and a log played back or its schema migrated.
OPENING, OPENING_OLD = 0.06, 0.5
COMMIT = 0.003  # As long, in seconds, as a step may take to begin with what it commits.


OPEN, CHANGES = {b"open"}, WORK | {b"close"}


@dataclasses.dataclass
class Kill:
    command: str
    step: str
    number: int
    delay: float
    left: str
    is_resuming: bool

    @property
    def was_at_work(self):
        """Not all: a few hit it earlier, and do not count."""
        return self.step != "open"

    def __str__(self):
        return f"{self.command} {self.delay * 1000:.1f} ms after {self.step} {self.number}, {self.left}"


@dataclasses.dataclass
class Chain:
    """One start state and command, its kills, and what was found wrong after them."""

    number: int
    seed: str
    command: str
    start: str
    kills: list = dataclasses.field(default_factory=list)
    wrong: list = dataclasses.field(default_factory=list)
    remnants: int = 0

    def __str__(self):
        points = "; ".join(map(str, self.kills))
        return f"seed {self.seed}, chain {self.number}: {self.command} of {self.start} ({points})"


class Killer:
    def __init__(self, driver, home, source, expected, written, former, steps):
        self.driver, self.home, self.expected, self.written, self.former = driver, home, expected, written, former
        self.numbers, self.source, self.steps = None, source, steps
        self.files, self.temporary, self.copy = (home / name for name in ("files", "temporary", "copy"))
        self.path = self.files / "killed.session"
        self.options = CHEAP | {"TMPDIR": str(self.temporary), "SQLITE_TMPDIR": str(self.temporary)}

    def run(self, chain):
        self.numbers = random.Random(f"{chain.seed} {chain.number}")
        try:
            self.kill_and_verify(chain)
        except (DriverError, sqlite3.Error, RuntimeError) as error:
            chain.wrong.append(f"it does not open: {error}")
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
        return chain

    def kill_and_verify(self, chain):
        left = None
        for _ in range(TRIES):
            self.start_anew()
            if self.numbers.random() < (OPENING_OLD if chain.start == starts.OLD else OPENING):
                left = self.kill(chain, chain.command, self.numbers.random() * self.duration_of_open(), OPEN)
            else:
                left = self.kill(chain, chain.command, *self.draw_point())
            if left is not None:
                break
        while left == TRANSITION and self.numbers.random() < AGAIN:
            # What is left to do is not known: any moment of what the whole takes.
            work = self.steps[-1][1] - next(time for name, time in self.steps if name in WORK)
            left = self.kill(chain, self.numbers.choice([chain.command, "open"]), self.numbers.random() * work)
        self.verify(chain, left or self.what_is_left())

    def start_anew(self):
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(mode=0o700)
        self.temporary.mkdir(mode=0o700)
        shutil.copytree(self.source, self.files)

    def duration_of_open(self):
        return self.steps[1][1] - self.steps[0][1]

    def draw_point(self):
        """A delay after a step and the step's number: a third each by the clock, by the step, and by its first moments."""
        work = [(time, after) for (name, time), (_, after) in zip(self.steps, self.steps[1:]) if name != b"open"]
        kind = self.numbers.randrange(3)
        index = self.numbers.choices(range(len(work)), [after - time for time, after in work] if kind == 0 else None)[0]
        time, after = work[index]
        return self.numbers.random() * (COMMIT if kind == 2 else after - time), CHANGES, index

    def kill(self, chain, command, delay, names=CHANGES, index=0):
        """Kills the command so long after its step; what is left, or None where it was not at work by then."""
        run = Run(self.driver, command, self.path, self.options | {"passphrase": PASSPHRASE})
        step = run.wait_for(names, index)
        if step is not None:
            run.sleep(delay)
        was_at_work, others = run.kill(self.files)
        if step is None or not was_at_work:
            return None
        if others:
            chain.wrong.append(f"it had other files open: {others}")
        if list(self.temporary.iterdir()):
            chain.wrong.append("a temporary file")
        left = self.what_is_left()
        chain.kills.append(Kill(command, step.decode(), index, delay, left, bool(chain.kills)))
        if left == SEALED:
            self.search(chain, "as it was killed")
        return left

    def what_is_left(self):
        """By SQLite and the reader of the envelope, on a copy."""
        shutil.copytree(self.files, self.copy)
        try:
            with contextlib.closing(sqlite3.connect(self.copy / self.path.name)) as database:
                (key,) = database.execute("SELECT auth_key FROM sessions").fetchone()
                if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise RuntimeError("SQLite finds the file damaged")
        finally:
            shutil.rmtree(self.copy)
        if len(key) == 256:
            return PLAIN
        return TRANSITION if envelope.parse(key).flags & TRANSITION_FLAG else SEALED

    def verify(self, chain, left):
        if chain.command == "decrypt" and left != PLAIN and self.numbers.random() < 0.5:
            self.call("decrypt")
            left = PLAIN
        if left == PLAIN:
            self.compare(chain, "plain", self.dump(None))
        if left == TRANSITION and self.numbers.random() < 0.5:
            found = self.dump(PASSPHRASE)
            self.compare(chain, "resumed by opening it", found)
            if not any(notice.startswith(RESUMED) for notice in found["notices"]):
                chain.wrong.append("opening does not say that it resumed, with nothing left")
        elif left != SEALED:
            report = self.driver.json("encrypt", self.path, passphrase=PASSPHRASE, values=self.options)
            if any(report[kind]["found"] for kind in ("authKey", "phoneNumbers", "usernames")):
                chain.wrong.append("the library reports remnants")
            self.search(chain, "as it was sealed")
        # A second time: it is ended, not only open.
        found = self.dump(PASSPHRASE)
        self.compare(chain, "sealed", found)
        if any("migration" in notice for notice in found["notices"]):
            chain.wrong.append("the migration does not end")
        if self.what_is_left() != SEALED:
            chain.wrong.append("it is not sealed at the end")
        self.search(chain, "at the end")
        if (names := os.listdir(self.files)) != [self.path.name] or list(self.temporary.iterdir()):
            chain.wrong.append(f"files are left: {names}")

    def search(self, chain, when):
        """The file and what lies beside it, as they are: the next to open it would clear away what is in its log."""
        for rows in (self.written, self.former):
            for kind, (count, _) in remnants(self.home, rows).items():
                chain.remnants += count
                if count:
                    chain.wrong.append(f"remnants {when}, {count} times a {kind}")

    def call(self, command):
        self.driver.run(command, self.path, passphrase=PASSPHRASE, values=self.options)

    def dump(self, passphrase):
        return self.driver.dump(self.path, passphrase=passphrase, values=self.options)

    def compare(self, chain, name, found):
        if content(found) != self.expected:
            chain.wrong.append(f"{name}: something is lost")


def content(contents):
    """What must not be lost, in no order."""
    return (
        contents["session"], sorted(contents["peers"], key=lambda row: row["id"]),
        sorted(contents["updateStates"], key=lambda row: row["id"]),
    )
