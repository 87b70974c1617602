"""A logarithmic axis, from a round number to a round number."""

import math

STEPS = (1, 2, 5)


class Axis:
    def __init__(self, values, left, right):
        """From `left` to `right`, with room for all values and for 1, the limit."""
        values = [*values, 1]
        self.left, self.right = left, right
        self.first, self.last = below(min(values) * 0.95), above(max(values) * 1.05)

    def place(self, value):
        part = math.log(value / self.first) / math.log(self.last / self.first)
        return self.left + part * (self.right - self.left)

    def decades(self):
        """The powers of ten on it."""
        first, last = math.ceil(math.log10(self.first) - 1e-9), math.floor(math.log10(self.last) + 1e-9)
        return [10.0**power for power in range(first, last + 1)]

    def between(self):
        """The steps between those."""
        steps = (step * 10.0**power for power in range(-9, 10) for step in range(2, 10))
        return [step for step in steps if self.first <= step <= self.last]


def candidates():
    return [step * 10.0**power for power in range(-9, 10) for step in STEPS]


def below(value):
    return max(step for step in candidates() if step <= value * (1 + 1e-9))


def above(value):
    return min(step for step in candidates() if step >= value * (1 - 1e-9))
