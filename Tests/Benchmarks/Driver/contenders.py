"""Who takes part: their names, how they are started, and the C program that does the same work."""

import pathlib
from dataclasses import dataclass

here = pathlib.Path(__file__).resolve().parent
root = here.parents[2]
BUILT = root / ".build/benchmarks/release"
WHEELS = here.parent / "Wheels/limit"


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    family: str
    command: tuple
    # The C program that does the same work.
    limit: str = "c-plain"
    # The rows that it plays, where those are not all.
    rows: frozenset | None = None


def client(name, policy="ships"):
    return (str(root / ".build/interop" / name / "bin/python"), "-B", str(here / "client.py"), name, policy)


def program(name, *arguments):
    return (str(BUILT / name), *arguments)


UPSERTS = frozenset({"insert-10k", "unchanged-10k", "changed-10k"})
GROWING = {f"{work}-{size}" for work in ("id", "username", "changed") for size in ("10k", "50k", "200k", "1m")}
# What is kept of opened peers tells apart.
KEPT = frozenset(GROWING | {"phone-10k", "unchanged-10k", "unchanged-200k"})
# What the tables are of which sealed rows lie in tells apart.
STORED = UPSERTS | {"id-10k", "username-10k", "phone-10k", "insert-200k", "id-200k", "username-200k", "changed-200k"}

CONTENDERS = [
    Kind("c-plain", "C, plain", "C", program("Limit", "plain")),
    Kind("c-sealed", "C, sealed", "C", program("Limit", "sealed")),
    Kind(
        "c-sealed-in-place", "C, sealed, the family's tables", "C", program("Limit", "sealed-in-place"), "c-sealed",
        rows=STORED,
    ),
    Kind(
        "c-sealed-kept", "C, sealed, with peers kept", "C", program("Limit", "sealed-kept"), "c-sealed", rows=KEPT
    ),
    Kind("library-plain", "this library, plain", "library", program("Contender", "plain")),
    Kind("library-sealed", "this library, sealed", "library", program("Contender", "sealed"), "c-sealed"),
    Kind("grdb", "GRDB", "GRDB", program("GRDBContender")),
    Kind("sqlcipher", "C on SQLCipher", "wheel", (str(WHEELS), "sqlcipher")),
    Kind("sqlite3mc-aegis", "C on SQLite3MC, AEGIS", "wheel", (str(WHEELS), "sqlite3mc-aegis")),
    Kind("sqlite3mc-chacha20", "C on SQLite3MC, ChaCha20", "wheel", (str(WHEELS), "sqlite3mc-chacha20")),
    Kind("pyrotgfork", "pyrotgfork", "client", client("pyrotgfork")),
    Kind("kurigram", "kurigram", "client", client("kurigram")),
    Kind("telethon", "Telethon", "client", client("telethon")),
    Kind("kurigram-commits", "kurigram, committing", "client", client("kurigram", "commits"), rows=UPSERTS),
    Kind("telethon-commits", "Telethon, committing", "client", client("telethon", "commits"), rows=UPSERTS),
]
BY_NAME = {kind.name: kind for kind in CONTENDERS}
