"""A row of the tables: a request with its counts; and a section: the rows of one number of peers."""

from dataclasses import dataclass, field

COUNT = "count={count}"
LOOK_UP = "peers={peers} count={count} seed={seed}"
PEERS = "peers={count}"

# What is behind the name of a workload, where it is not the count alone. The seed is another in each round, and so is the
# version, which is at least 1.
OPTIONS = {
    **{work + kind: LOOK_UP for work in ("id", "username", "phone") for kind in ("", "-main")},
    **{work: PEERS for work in ("insert", "encrypt", "rekey")},
    "unchanged": "peers={peers} count={count}",
    "changed": "peers={peers} count={count} version={version}",
    "state": "count={count} version={version}",
    "tasks": "sessions={count} tasks=8 count=10",
}


@dataclass(frozen=True)
class Row:
    workload: str
    title: str
    count: int
    quick: int
    # The part of the count that suffices for a contender which is much slower.
    parts: dict = field(default_factory=dict)
    # Set apart by it from rows of the same workload.
    size: str = ""
    # By family, 2 for half of the rounds and so on; at least one is played.
    divisors: dict = field(default_factory=dict)
    # Whether it is about the peers of the main file.
    is_prepared: bool = True
    # Whether peers are updated that are others in each round, as it always is with look-ups.
    is_elsewhere: bool = False
    unit: str = "µs"

    @property
    def name(self):
        return f"{self.workload}-{self.size}" if self.size else self.workload

    def request(self, contender, section, round_number, is_quick):
        count = self.quick if is_quick else self.count
        options = OPTIONS.get(self.workload, COUNT).format(
            peers=section.peers_of(is_quick),
            count=max(1, int(count * self.parts.get(contender, 1))),
            seed=round_number + 1,
            version=round_number + 1,
        )
        where = f" seed={round_number + 1}" if self.is_elsewhere else ""
        return f"{self.workload} {options}{where}"

    def rounds_of(self, family, rounds):
        return max(1, rounds // self.divisors.get(family, 1))


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    peers: int
    quick: int
    rows: tuple
    families: frozenset

    def peers_of(self, is_quick):
        return self.quick if is_quick else self.peers
