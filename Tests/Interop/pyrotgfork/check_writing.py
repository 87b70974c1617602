"""What we write, pyrotgfork reads, uses, and hands back."""

import time

from harness import sample
from harness.family import FIELDS, input_peer, schema_of
from harness.offline import wait
from harness.sample import undated

from .real import real


def ours(driver, directory, **fields):
    path = directory / "ours.session"
    written = sample.session(seed=2, **fields)
    driver.write(path, written)
    return path, written


def check_every_value_that_we_wrote(checks, driver, directory):
    started = int(time.time())
    path, written = ours(driver, directory, dcID=5, isTest=False, isBot=True, userID=7_000_000_000)
    with real.storage(path) as engine:
        found = real.fields_of(engine)
        for name in FIELDS:
            # A save is when the date is set, so ours is that of the write.
            if name != "date":
                checks.equal(f"writing: {name}", found[name], written["session"][name])
        checks.true("writing: the date is not before the one given", found["date"] >= written["session"]["date"])
        checks.equal("writing: its version number", real.version_of(engine), engine.VERSION)
        checks.same_rows("writing: update states", real.states_of(engine), written["updateStates"])
    checks.same_rows("writing: peers", real.peers_of(path), undated(written["peers"]))
    checks.true("writing: the peers' dates", all(started <= peer["date"] <= time.time() for peer in real.peers_of(path)))


def check_its_schema(checks, driver, directory):
    path, _ = ours(driver, directory)
    theirs = directory / "theirs.session"
    real.write(theirs, sample.session(peers=1))
    checks.equal("writing: tables, columns, indexes and trigger", schema_of(path), schema_of(theirs))
    checks.equal("writing: the file's mode", path.stat().st_mode & 0o777, 0o600)


def check_its_client_loads_our_file(checks, driver, directory):
    path, written = ours(driver, directory)
    with real.client(path) as made:
        checks.equal("writing: the key its client uses", wait(made.storage.auth_key()).hex(), written["session"]["authKey"])
        wrong, count = real.resolves_all(made, written["peers"])
        checks.true("writing: peers are looked up by id, username and phone", count > 1000)
        checks.equal("writing: look-ups of its client that go wrong", wrong, 0)
    with real.client(path, api_id=None) as made:
        checks.equal("writing: its client asks for no api id", wait(made.storage.api_id()), written["session"]["apiID"])


def check_a_session_before_log_in(checks, driver, directory):
    path, written = ours(driver, directory, userID=0)
    with real.client(path) as made:
        checks.equal("writing: a user id of 0 is no reason for a new key",
                     wait(made.storage.auth_key()).hex(), written["session"]["authKey"])


def check_usernames_are_folded(checks, driver, directory):
    path, _ = ours(driver, directory)
    peer = sample.session(peers=1)["peers"][0] | {"id": 4242, "usernames": ["MixedCase", "OTHER_One"]}
    driver.json("update", path, value={"peers": [peer], "updateStates": []})
    with real.client(path) as made:
        for name in ("mixedcase", "@MixedCase", "other_one"):
            found = real.resolve(made, name)
            checks.equal(f"writing: {name} is found", found, input_peer(peer))


def check_we_go_on_after_it(checks, driver, directory):
    path, written = ours(driver, directory)
    before = driver.dump(path)
    with real.client(path):
        pass  # It has run VACUUM and set the journal's mode.
    found = driver.dump(path)
    checks.equal("writing: the session after it", found["session"], before["session"])
    checks.same_rows("writing: peers after it", found["peers"], before["peers"])
    checks.same_rows("writing: update states after it", found["updateStates"], before["updateStates"])

    with real.storage(path) as engine:
        changed = written["peers"][0] | {"usernames": ["changed_by_it"], "phoneNumber": "15550009"}
        real.update_peers(engine, [changed])
        wait(engine.update_state((0, 101, 201, 301, 8)))
    found = driver.look_up(path, [{"username": "changed_by_it"}, {"phoneNumber": "15550009"}])
    checks.equal("writing: what it changed, we find", [row and row["id"] for row in found], [changed["id"]] * 2)
    states = {state["id"]: state["pts"] for state in driver.dump(path)["updateStates"]}
    checks.equal("writing: the state that it changed", states[0], 101)


def check_it_goes_on_after_our_change(checks, driver, directory):
    path = directory / "theirs.session"
    written = sample.session(peers=20)
    real.write(path, written)
    peer = written["peers"][1] | {"usernames": ["changed_by_us"]}
    driver.json("update", path, value={"peers": [peer], "updateStates": [{"id": 0, "pts": 555}]})
    with real.client(path) as made:
        checks.equal("writing: a peer of its file that we changed",
                     real.resolve(made, "changed_by_us"), input_peer(peer))
        states = {state["id"]: state for state in real.states_of(made.storage)}
    expected = written["updateStates"][0] | {"pts": 555}
    checks.equal("writing: a state given in part keeps the rest", states[0], expected)
    phone = next(peer for peer in written["peers"] if peer["phoneNumber"])
    driver.json("update", path, value={"peers": [phone | {"phoneNumber": None, "accessHash": 99}], "updateStates": []})
    found = {row["id"]: row for row in real.peers_of(path)}[phone["id"]]
    checks.equal("writing: a peer given without its phone keeps it", found["phoneNumber"], phone["phoneNumber"])
    checks.equal("writing: and takes what was given", found["accessHash"], 99)
