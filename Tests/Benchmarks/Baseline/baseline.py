"""The committed counts: a file with a line for each operation, and what they were counted with."""

import pathlib
from dataclasses import dataclass

from counts import Counts

PLACE = pathlib.Path(__file__).with_name("baseline.tsv")
COLUMNS = "operation\tinstructions\tallocations"


@dataclass(frozen=True)
class Baseline:
    # What decides counts beside the library, in one line.
    counted_with: str
    counts: dict

    def text(self):
        rows = [
            f"{name}\t{counts.instructions}\t{counts.allocations:.2f}" for name, counts in sorted(self.counts.items())
        ]
        return "\n".join([f"# {self.counted_with}", COLUMNS, *rows]) + "\n"


def parsed(text):
    """The baseline, or a ValueError that says in which line it is none."""
    lines = text.splitlines()
    if len(lines) < 2 or not lines[0].startswith("# ") or lines[1] != COLUMNS:
        raise ValueError("does not begin with what it was counted with, and the names of its columns")
    counts = {}
    for number, line in enumerate(lines[2:], start=3):
        try:
            name, instructions, allocations = line.split("\t")
            counts[name] = Counts(int(instructions), float(allocations))
        except ValueError:
            raise ValueError(f"line {number} is not an operation with its two counts") from None
    if list(counts) != sorted(counts) or len(counts) != len(lines) - 2:
        raise ValueError("an operation is there twice, or not in its place")
    return Baseline(lines[0].removeprefix("# "), counts)
