"""What was measured, by row, contender and round, and what follows from it."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    median: float
    least: float
    most: float


def spread(values):
    values = list(values)
    return Spread(statistics.median(values), min(values), max(values)) if values else None


class Samples:
    def __init__(self):
        self.values = {}

    def add(self, row, contender, round_number, value):
        self.values.setdefault(row, {}).setdefault(contender, {})[round_number] = value

    def of(self, row, contender):
        return self.values.get(row, {}).get(contender, {})

    def spread(self, row, contender):
        return spread(self.of(row, contender).values())

    def median(self, row, contender):
        found = self.spread(row, contender)
        return found and found.median

    def ratio(self, row, contender, other):
        """The spread of the ratios within the rounds that both played, in which the machine's mood is the same for both."""
        ones, others = self.of(row, contender), self.of(row, other)
        return spread(ones[number] / others[number] for number in sorted(ones.keys() & others.keys()) if others[number])

    def growth(self, row, first, contender):
        """How many times what it was in the first row."""
        now, before = self.median(row, contender), self.median(first, contender)
        return now / before if now is not None and before else None
