"""What is played, with the counts of a whole run and of a quick one."""

from row import Row, Section

CORE = frozenset({"C", "library"})
ALL = CORE | {"GRDB", "wheel", "client"}

SLOW = {"pyrotgfork": 0.2}
# Telethon has no index of names and phone numbers.
SCANS = SLOW | {"telethon": 0.05}
# They commit with an fsync, or look at their own stack.
WRITES = {"pyrotgfork": 0.25, "kurigram": 0.1, "telethon": 0.1}
VACUUMS = {"pyrotgfork": 0.2, "kurigram": 0.2}

FEW = {family: 3 for family in ALL}
FEWEST = FEW | {"wheel": 9, "client": 9}


def insert(size, count, quick, divisors):
    return Row("insert", "upsert, new peers", count, quick, {}, size, divisors, is_prepared=False)


# Of 10,000 peers the same ones are updated in each round, as a client sees the same peers again and again; of more they
# are others, so that it is no more of them that were kept than of all.
def unchanged(size, count, quick):
    return Row("unchanged", "upsert, known and unchanged", count, quick, {}, size, is_elsewhere=size != "10k")


def changed(size, count, quick):
    return Row("changed", "upsert, known and changed", count, quick, {}, size, is_elsewhere=size != "10k")


def by_id(size, divisors):
    return Row("id", "look-up by id", 20_000, 2_000, SLOW, size, divisors)


def by_username(size, divisors, scans=SCANS):
    return Row("username", "look-up by username", 20_000, 2_000, scans, size, divisors)


def reopen(size):
    return Row("reopen", "re-open, read the auth key, close", 100, 10, VACUUMS, size)


MAIN_ROWS = (
    Row("create", "create and close a file", 50, 5, is_prepared=False),
    reopen("10k"),
    insert("10k", 10_000, 3_000, {}),
    unchanged("10k", 10_000, 2_000),
    changed("10k", 10_000, 2_000),
    by_id("10k", {}),
    by_username("10k", {}),
    Row("phone", "look-up by phone number", 20_000, 2_000, SCANS, "10k"),
    Row("id-main", "look-up by id, from the main actor", 20_000, 2_000),
    Row("username-main", "look-up by username, from the main actor", 20_000, 2_000),
    Row("phone-main", "look-up by phone number, from the main actor", 20_000, 2_000),
    Row("field", "read a session field", 100_000, 10_000, {"pyrotgfork": 0.005}),
    Row("field-write", "write a session field, safe from a crash", 2_000, 200, WRITES),
    Row("envelope", "write a session field, fsynced", 300, 50),
    Row("state", "set an update state", 5_000, 400, WRITES),
    Row("states", "list 1,000 update states", 100, 20),
    Row("export", "export a session string", 20_000, 2_000, {"pyrotgfork": 0.005, "kurigram": 0.2}),
    Row(
        "import", "import a session string into memory", 2_000, 200, {"pyrotgfork": 0.02, "kurigram": 0.2},
        is_prepared=False,
    ),
    Row("protect", "protect a string and open it, beside the derivation", 300, 20, is_prepared=False),
)

MANY_ROWS = (
    Row("files", "open, read and close each of 1,000 files", 1_000, 20, divisors={"client": 3}, is_prepared=False),
    Row("memory", "memory of each of 1,000 open, idle sessions", 1_000, 20, divisors=FEW, is_prepared=False, unit="KiB"),
    Row("tasks", "look-up by id, 1,000 sessions open, 8 tasks on each", 1_000, 20, divisors=FEW, is_prepared=False),
)

CURVE_ROWS = (
    insert("50k", 50_000, 3_000, {}),
    by_id("50k", {}),
    by_username("50k", {}),
    changed("50k", 20_000, 1_000),
)

LARGE_ROWS = (
    insert("200k", 200_000, 4_000, FEWEST),
    by_id("200k", {"client": 3}),
    by_username("200k", {"client": 3}, SLOW | {"telethon": 0.005}),
    unchanged("200k", 20_000, 1_000),
    changed("200k", 20_000, 1_000),
    Row("encrypt", "seal a plain file in place, each peer", 200_000, 1_000, divisors=FEW, is_prepared=False),
    Row("rekey", "a new data key, each peer", 200_000, 1_000, divisors=FEW, is_prepared=False),
)

MILLION_ROWS = (
    insert("1m", 1_000_000, 5_000, FEWEST),
    by_id("1m", {}),
    by_username("1m", {}),
    changed("1m", 20_000, 1_000),
)

MAIN = Section("10k", "10,000 peers", 10_000, 4_000, MAIN_ROWS, ALL)
SMALL = Section("50", "50 peers", 50, 50, (reopen("50"),), ALL)
MANY = Section("sessions", "many sessions", 0, 0, MANY_ROWS, ALL)
CURVE = Section("50k", "50,000 peers", 50_000, 5_000, CURVE_ROWS, CORE)
LARGE = Section("200k", "200,000 peers", 200_000, 6_000, LARGE_ROWS, ALL)
MILLION = Section("1m", "1,000,000 peers", 1_000_000, 8_000, MILLION_ROWS, CORE | {"GRDB"})

SECTIONS = (MAIN, SMALL, MANY, CURVE, LARGE, MILLION)
ROWS = {row.name: row for section in SECTIONS for row in section.rows}
