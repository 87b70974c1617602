"""Counts of one operation, and what growth of them is too much."""

from dataclasses import dataclass

TOLERANCE = 0.05
# A twentieth of nothing is nothing: a count below that is what threads and logs happened to need.
SLACK = 0.05


@dataclass(frozen=True)
class Counts:
    instructions: int
    # Calls of malloc and of what else there is to ask the heap for memory.
    allocations: float

    def grown(self, before):
        """What of it is more than a baseline allows, in words."""
        return list(self.changes(before, lambda old, new: new > old * (1 + TOLERANCE) and new - old > SLACK))

    def shrunk(self, before):
        """What of it is so much less that the same growth back would go unnoticed."""
        return list(self.changes(before, lambda old, new: new < old * (1 - TOLERANCE) and old - new > SLACK))

    def changes(self, before, is_one):
        for name in ("instructions", "allocations"):
            old, new = getattr(before, name), getattr(self, name)
            if is_one(old, new):
                yield f"{old:,} {name} became {new:,}" + (f" ({new / old - 1:+.1%})" if old else "")
