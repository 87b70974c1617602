"""What hydrogram leaves when it dies: a log with all of its latest writes, which nobody has copied to the file."""

from harness.crash import crashes
from harness.offline import wait
from harness.sample import undated

from .real import real


def check_a_log_that_nobody_copied(checks, driver, directory):
    path = directory / "theirs.session"
    written = real.sample(peers=300)
    crashes(lambda: write_and_leave(path, written))
    log = path.with_name(path.name + "-wal")
    checks.true("crash: the log is there", log.stat().st_size > 0)
    key = bytes.fromhex(written["session"]["authKey"])
    checks.true("crash: and the key is in it alone", key in log.read_bytes() and key not in path.read_bytes())
    found = driver.dump(path)
    for field, value in written["session"].items():
        checks.equal(f"crash: {field}", found["session"][field], value)
    checks.same_rows("crash: peers", found["peers"], undated(written["peers"]))


def write_and_leave(path, written):
    engine = real.file(path.stem, path.parent)
    wait(engine.open())
    wait(engine.conn.execute("PRAGMA wal_autocheckpoint=0"))
    real.set_fields(engine, written["session"])
    real.update_peers(engine, written["peers"])
