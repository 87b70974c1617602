"""What kurigram wrote, we read: its schema 7 as it is."""

from harness import reading
from harness.crash import crashes
from harness.offline import wait

from .real import real, server


def check_every_value_that_it_wrote(checks, driver, directory):
    path, _, _ = reading.every_value(checks, driver, directory, real)
    with real.storage(path) as engine:
        checks.equal("reading: its version number after us", real.version_of(engine), 7)


def check_fields_at_their_limits(checks, driver, directory):
    reading.fields_at_their_limits(checks, driver, directory, real)


def check_our_lookups_in_its_file(checks, driver, directory):
    reading.our_look_ups(checks, driver, directory, real)


def check_a_session_of_its_without_a_key(checks, driver, directory):
    reading.a_session_without_a_key(checks, driver, directory, real)


def check_a_server_that_another_client_left_behind(checks, driver, directory):
    """pyrotgfork changes the DC of such a file, and knows nothing of the server beside it."""
    path = directory / "theirs.session"
    written = real.sample(peers=1)
    real.write(path, written)
    with real.storage(path) as engine:
        real.set_fields(engine, {"dcID": 5})
        checks.equal("reading: the server is that of the former DC", real.fields_of(engine)["serverAddress"],
                     server(written["session"])["serverAddress"])
    found = driver.dump(path)["session"]
    checks.equal("reading: the DC that was left with another's server", found["dcID"], 5)
    expected = server(written["session"] | {"dcID": 5})["serverAddress"]
    checks.equal("reading: that server is not given for this DC's", found["serverAddress"], expected)
    # The next write of ours sets it right for its own client.
    text = driver.run("export", path, "pyrogram")
    driver.run("import", path, stdin=text)
    with real.client(path) as made:
        found = real.fields_of(made.storage)["serverAddress"]
    checks.equal("reading: nor used by its client any more", found, expected)


def check_a_crash_in_its_transaction(checks, driver, directory):
    """It commits when it stops: until then, a transaction is open, whose pages may be in the file already."""
    path = directory / "theirs.session"
    written = real.sample(peers=2000)
    real.write(path, written)
    before = real.peers_of(path)
    crashes(lambda: change_without_commit(path, written["peers"]))
    checks.true("reading: the crash leaves a journal", path.with_name(path.name + "-journal").exists())
    found = driver.dump(path)
    checks.equal("reading: the key after the crash", found["session"]["authKey"], written["session"]["authKey"])
    checks.same_rows("reading: peers as it had committed them", found["peers"], before)


def change_without_commit(path, peers):
    engine = real.file(path.stem, path.parent)
    wait(engine.open())
    # So small that pages go to the file before there is a commit.
    engine.conn.execute("PRAGMA cache_size=10")
    wait(engine.update_peers([(peer["id"], 1, "user", None) for peer in peers]))
