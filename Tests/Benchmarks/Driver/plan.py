"""What is played: sections of a number of peers, each with rows, each of which is a request with its counts."""

from dataclasses import dataclass, field

CORE = frozenset({"C", "library"})
ALL = frozenset({"C", "library", "GRDB", "wheel", "client"})


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    # With places for peers, count, seed (another in each round) and version (likewise, from 1).
    request: str
    count: int = 0
    quick: int = 0
    # The part of the count that suffices for a contender which is much slower.
    parts: dict = field(default_factory=dict)
    # Whether it is about the peers of the main file.
    is_prepared: bool = True
    # By family, 2 for half of the rounds and so on; at least one is played.
    divisors: dict = field(default_factory=dict)
    unit: str = "µs"

    @property
    def workload(self):
        return self.request.split()[0]

    def request_of(self, contender, section, round_number, is_quick):
        count = self.quick if is_quick else self.count
        return self.request.format(
            peers=section.peers_of(is_quick), count=max(1, int(count * self.parts.get(contender, 1))),
            seed=round_number + 1, version=round_number + 1,
        )

    def rounds_of(self, family, rounds):
        return max(1, rounds // self.divisors.get(family, 1))


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    peers: int
    quick: int
    rows: tuple
    families: frozenset = ALL

    def peers_of(self, is_quick):
        return self.quick if is_quick else self.peers


SLOW = {"pyrotgfork": 0.2}
SCANS = {"pyrotgfork": 0.2, "telethon": 0.05}
# It commits with an fsync, or looks at its own stack.
WRITES = {"pyrotgfork": 0.25, "kurigram": 0.1, "telethon": 0.1}
ONCE = {"C": 3, "library": 3, "GRDB": 3, "wheel": 9, "client": 9}
FEW = {family: 3 for family in ALL}


def look_ups(size, count, quick, parts, **options):
    slow, scans = parts
    return [
        Row(f"id-{size}", "look-up by id", "id peers={peers} count={count} seed={seed}", count, quick, slow, **options),
        Row(f"username-{size}", "look-up by username", "username peers={peers} count={count} seed={seed}", count, quick, scans, **options),
        Row(f"phone-{size}", "look-up by phone number", "phone peers={peers} count={count} seed={seed}", count, quick, scans, **options),
    ]


def insert(size, divisors):
    return Row(f"insert-{size}", "upsert, new peers", "insert peers={peers}", is_prepared=False, divisors=divisors)


def unchanged(size, count, quick, **options):
    return Row(
        f"unchanged-{size}", "upsert, known and unchanged", "unchanged peers={peers} count={count}", count, quick, **options
    )


def changed(size, count, quick, **options):
    return Row(
        f"changed-{size}", "upsert, known and changed", "changed peers={peers} count={count} version={version}", count,
        quick, **options,
    )


MAIN = Section("10k", "10,000 peers", 10_000, 10_000, (
    Row("create", "create and close a file", "create count={count}", 50, 5, is_prepared=False),
    Row("reopen-10k", "re-open, read the auth key, close", "reopen count={count}", 100, 10, {"pyrotgfork": 0.2, "kurigram": 0.2}),
    insert("10k", {}),
    unchanged("10k", 10_000, 5_000),
    changed("10k", 10_000, 5_000),
    *look_ups("10k", 20_000, 4_000, (SLOW, SCANS)),
    Row("id-main", "look-up by id, from the main actor", "id-main peers={peers} count={count} seed={seed}", 20_000, 4_000),
    Row("username-main", "look-up by username, from the main actor", "username-main peers={peers} count={count} seed={seed}", 20_000, 4_000),
    Row("phone-main", "look-up by phone number, from the main actor", "phone-main peers={peers} count={count} seed={seed}", 20_000, 4_000),
    Row("field", "read a session field", "field count={count}", 100_000, 20_000, {"pyrotgfork": 0.005}),
    Row("field-write", "write a session field, safe from a crash", "field-write count={count}", 2_000, 200, WRITES),
    Row("envelope", "write a session field, fsynced", "envelope count={count}", 300, 50),
    Row("state", "set an update state", "state count={count} version={version}", 5_000, 1_000, WRITES),
    Row("states", "list 1,000 update states", "states count={count}", 100, 20),
    Row("export", "export a session string", "export count={count}", 20_000, 2_000, {"pyrotgfork": 0.005, "kurigram": 0.2}),
    Row("import", "import a session string into memory", "import count={count}", 2_000, 200, {"pyrotgfork": 0.02, "kurigram": 0.2}, is_prepared=False),
    Row("protect", "protect a string and open it, beside the derivation", "protect count={count}", 300, 20, is_prepared=False),
))

SMALL = Section("50", "50 peers", 50, 50, (
    Row("reopen-50", "re-open, read the auth key, close", "reopen count={count}", 100, 10, {"pyrotgfork": 0.2, "kurigram": 0.2}),
))

SESSIONS = Section("sessions", "many sessions", 0, 0, (
    Row("files", "open, read and close each of 1,000 files", "files count={count}", 1_000, 50, is_prepared=False, divisors={"client": 3}),
    Row("memory", "memory of each of 1,000 open, idle sessions", "memory count={count}", 1_000, 50, is_prepared=False, divisors=FEW, unit="KiB"),
    Row("tasks", "look-up by id, 1,000 sessions open, 8 tasks on each", "tasks sessions={count} tasks=8 count=10", 1_000, 50, is_prepared=False, divisors=FEW),
))

CURVE = Section("50k", "50,000 peers", 50_000, 15_000, (
    insert("50k", FEW), changed("50k", 20_000, 2_000, divisors=FEW), *look_ups("50k", 20_000, 2_000, ({}, {}))[:2],
), CORE)

LARGE = Section("200k", "200,000 peers", 200_000, 20_000, (
    insert("200k", ONCE),
    unchanged("200k", 20_000, 2_000, divisors=FEW),
    changed("200k", 20_000, 2_000, divisors=FEW),
    *look_ups("200k", 20_000, 2_000, (SLOW, {"pyrotgfork": 0.2, "telethon": 0.005}), divisors={"client": 3})[:2],
    Row("encrypt", "seal a plain file in place, each peer", "encrypt peers={peers}", is_prepared=False, divisors=FEW),
    Row("rekey", "a new data key, each peer", "rekey peers={peers}", is_prepared=False, divisors=FEW),
))

MILLION = Section("1m", "1,000,000 peers", 1_000_000, 40_000, (
    insert("1m", ONCE),
    *look_ups("1m", 20_000, 2_000, ({}, {}), divisors={"wheel": 3})[:2],
    changed("1m", 20_000, 2_000, divisors=FEW),
), ALL - {"client"})

SECTIONS = (MAIN, SMALL, SESSIONS, CURVE, LARGE, MILLION)
ROWS = {row.name: row for section in SECTIONS for row in section.rows}
