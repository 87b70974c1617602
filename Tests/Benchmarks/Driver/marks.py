"""What was set out to be reached, and whether it was."""

from dataclasses import dataclass

from figures import figure, times

SEALED, LIMIT, KEPT = "library-sealed", "c-sealed", "c-sealed-kept"
LOOK_UPS = ("id", "username", "phone")


@dataclass(frozen=True)
class Mark:
    operation: str
    wanted: str
    measured: str
    # How far it is beyond the bound, in parts of that: at most 0 where it was met.
    excess: float

    @property
    def verdict(self):
        return "met" if self.excess <= 0 else f"missed by {figure(max(self.excess * 100, 0.1))} %"


class Judge:
    def __init__(self, samples):
        self.samples, self.marks = samples, []

    def add(self, operation, wanted, measured, excess):
        self.marks.append(Mark(operation, wanted, measured, excess))

    def at_most(self, operation, row, bound, other=LIMIT, slack=0.0, name="C"):
        """In times of another contender, or in microseconds above it where that is given as well."""
        ratio = self.samples.ratio(row, SEALED, other)
        if ratio is None:
            return
        excess, wanted = ratio.median / bound - 1, f"≤ ×{bound:g} {name}"
        more = self.samples.median(row, SEALED) - self.samples.median(row, other)
        measured = f"{times(ratio.median)}"
        if slack:
            wanted, measured = f"{wanted}, or + {slack} µs", f"{measured}, {more:+.2f} µs"
            if more <= slack:
                excess = min(excess, 0)
        self.add(operation, wanted, measured, excess)

    def faster(self, operation, row, bound, other, name):
        """How many times as fast as another."""
        ratio = self.samples.ratio(row, other, SEALED)
        if ratio is not None:
            wanted = f"≥ {bound} times as fast as {name}" if bound > 1 else f"no slower than {name}"
            self.add(operation, wanted, f"{figure(ratio.median)} times as fast", 1 - ratio.median / bound)

    def nowhere_above(self, operation, rows, bound):
        """In times of C at each number of peers, of which the worst counts."""
        ratios = [self.samples.ratio(row, SEALED, LIMIT) for row in rows]
        if None not in ratios:
            worst = max(ratio.median for ratio in ratios)
            self.add(operation, f"≤ ×{bound:g} C everywhere", f"at the most {times(worst)}", worst / bound - 1)

    def absolute(self, operation, row, bound, unit="µs", factor=1.0):
        median = self.samples.median(row, SEALED)
        if median is not None:
            value = median * factor
            self.add(operation, f"≤ {bound:g} {unit}", f"{figure(value)} {unit}", value / bound - 1)

    def difference(self, operation, row, base, bound):
        ones, others = self.samples.median(row, SEALED), self.samples.median(base, SEALED)
        if ones is not None and others is not None:
            self.add(operation, f"≤ + {bound} µs", f"{ones - others:+.2f} µs", (ones - others) / bound - 1)

    def grows(self, operation, row, first, bound):
        growth = self.samples.growth(row, first, SEALED)
        if growth is not None:
            self.add(operation, f"≤ ×{bound:g}", times(growth), growth / bound - 1)

    def grows_as(self, operation, row, first, other=LIMIT, name="C"):
        ours, theirs = (self.samples.growth(row, first, contender) for contender in (SEALED, other))
        if ours is not None and theirs:
            self.add(operation, f"grows no more than {name}", f"{times(ours)}, C {times(theirs)}", ours / theirs - 1)


def judged(samples):
    """The marks for which something was measured."""
    judge = Judge(samples)
    for name, title in zip(LOOK_UPS, ("id", "username", "phone number")):
        row, title = f"{name}-10k", f"look-up by {title}"
        judge.at_most(title, row, 1.25, slack=0.6)
        judge.faster(title, row, 1, "kurigram", "kurigram, which is plain")
        judge.faster(title, row, 25, "pyrotgfork", "pyrotgfork")
        judge.difference(f"{title}, from the main actor", f"{name}-main", row, 1.5)
    judge.at_most("upsert, new peers", "insert-10k", 1.2)
    judge.faster("upsert, new peers", "insert-10k", 1, "sqlcipher", "SQLCipher")
    judge.at_most("upsert, known and unchanged", "unchanged-10k", 1.3)
    judge.faster("upsert, known and unchanged", "unchanged-10k", 5, "kurigram", "kurigram, which does not commit")
    judge.faster("upsert, known and unchanged", "unchanged-10k", 5, "kurigram-commits", "kurigram, made to commit")
    judge.absolute("read a session field", "field", 0.5)
    judge.at_most("read a session field", "field", 1.25, "telethon", name="Telethon's attribute")
    judge.at_most("write a session field, fsynced", "envelope", 1.15)
    judge.at_most("re-open", "reopen-10k", 1.3)
    judge.grows("re-open, 10,000 peers beside 50", "reopen-10k", "reopen-50", 1.2)
    judge.faster("re-open", "reopen-10k", 50, "pyrotgfork", "pyrotgfork")
    for row, title in (("state", "set an update state"), ("states", "list 1,000 update states")):
        judge.at_most(title, row, 1.25)
        judge.faster(title, row, 1, "telethon", "Telethon")
    judge.absolute("export a session string", "export", 8)
    judge.absolute("import a session string into memory", "import", 15)
    judge.at_most("1,000 files opened, read, closed", "files", 1.3)
    judge.faster("1,000 files opened, read, closed", "files", 5, "pyrotgfork", "pyrotgfork")
    judge.at_most("memory of an open, idle session", "memory", 1.2)
    judge.absolute("memory of 1,000 open, idle sessions", "memory", 96, "MiB", 1_000 / 1_024)
    for work, title in (
        ("id", "look-up by id"),
        ("username", "look-up by username"),
        ("insert", "upsert, new peers"),
        ("changed", "upsert, known and changed"),
    ):
        judge.at_most(f"{title}, 1,000,000 peers", f"{work}-1m", 1.3)
        ends = (f"{work}-1m", f"{work}-10k")
        judge.grows_as(f"{title}, 10,000 to 1,000,000 peers", *ends)
        # What is kept makes few peers faster, and cannot hold many: its curve is another one.
        judge.grows_as(f"{title}, 10,000 to 1,000,000 peers", *ends, KEPT, "C with peers kept")
        rows = [f"{work}-{size}" for size in ("10k", "50k", "200k", "1m")]
        judge.nowhere_above(f"{title}, the curve from 10,000 to 1,000,000 peers", rows, 1.3)
    judge.absolute("protect a string and open it, beside the derivation", "protect", 100)
    return judge.marks
