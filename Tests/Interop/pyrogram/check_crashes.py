"""What Pyrogram leaves when it dies: it commits when it stops, and until then a transaction is open."""

from harness.crash import crashes
from harness.offline import wait

from .real import real


def theirs(directory):
    path = directory / "theirs.session"
    written = real.sample(peers=2000)
    real.write(path, written)
    return path, written, real.peers_of(path)


def same_as_committed(checks, name, driver, path, written, peers):
    found = driver.dump(path)
    for field, value in written["session"].items():
        checks.equal(f"{name}: {field}", found["session"][field], value)
    checks.same_rows(f"{name}: peers", found["peers"], peers)


def check_a_journal_to_be_played_back(checks, driver, directory):
    path, written, peers = theirs(directory)
    committed = path.read_bytes()
    crashes(lambda: change(path, "PRAGMA cache_size=10"))
    checks.true("crash: the journal is there", path.with_name(path.name + "-journal").stat().st_size > 512)
    checks.true("crash: and what it did not commit is in the file", path.read_bytes() != committed)
    same_as_committed(checks, "crash, pages written", driver, path, written, peers)


def check_a_transaction_that_reached_no_file(checks, driver, directory):
    path, written, peers = theirs(directory)
    crashes(lambda: change(path, "PRAGMA cache_size=100000"))
    same_as_committed(checks, "crash, pages kept", driver, path, written, peers)


def change(path, setting):
    engine = real.file(path.stem, path.parent)
    wait(engine.open())
    engine.conn.execute(setting)
    peers = engine.conn.execute("SELECT id FROM peers").fetchall()
    rows = [(peer_id, 1, "user", "uncommitted", None) for (peer_id,) in peers]
    wait(engine.update_peers(rows))
