"""What we write, kurigram reads and uses: in its schema 7, and in schema 6, which it migrates."""

from harness import sample
from harness.family import FIELDS, input_peer
from harness.other import loads
from harness.sample import undated

from .real import real, server


def same_in_its_client(checks, name, path, written):
    with real.client(path) as made:
        found = real.fields_of(made.storage)
        for field in FIELDS:
            if field != "date":
                checks.equal(f"{name}: {field} in its client", found[field], written["session"][field])
        expected = server(written["session"])
        checks.equal(f"{name}: its client's server", {field: found[field] for field in expected}, expected)
        checks.same_rows(f"{name}: update states in its client", real.states_of(made.storage), written["updateStates"])
        wrong, count = real.resolves_all(made, written["peers"])
        checks.true(f"{name}: peers are looked up by id, username and phone", count >= len(written["peers"]))
        checks.equal(f"{name}: look-ups of its client that go wrong", wrong, 0)
        checks.equal(f"{name}: its version number", real.version_of(made.storage), 7)


def check_its_file_after_our_changes(checks, driver, directory):
    path = directory / "theirs.session"
    real.write(path, real.sample(seed=1))
    # Every value anew: another key at another DC, and most of the peers.
    changed = sample.session(seed=2, dcID=2, isBot=True, userID=7_000_000_000, apiID=54321)
    driver.write(path, changed)
    same_in_its_client(checks, "writing to its 7", path, changed)
    checks.same_rows("writing to its 7: peers", real.peers_of(path), undated(changed["peers"]))


def check_every_dc(checks, driver, directory):
    path = directory / "theirs.session"
    real.write(path, real.sample(peers=1))
    for fields in [dict(dcID=number) for number in (1, 2, 3, 4, 5, 203)] + [
        dict(dcID=number, isTest=True) for number in (1, 2, 3)
    ]:
        changed = sample.session(peers=1, **fields)
        driver.write(path, changed)
        name = f"writing: DC {fields['dcID']}{' for tests' if changed['session']['isTest'] else ''}"
        expected = server(changed["session"])
        with real.client(path) as made:
            found = real.fields_of(made.storage)
        checks.equal(f"{name}: the server that its client uses", {field: found[field] for field in expected}, expected)
        checks.equal(f"{name}: its key", found["authKey"], changed["session"]["authKey"])
        found = driver.dump(path)["session"]
        checks.equal(f"{name}: the server by us", {field: found[field] for field in expected}, expected)


def check_our_file_that_it_migrates(checks, driver, directory):
    path = directory / "ours.session"
    written = sample.session(seed=3, dcID=5)
    driver.write(path, written)
    before = driver.dump(path)
    same_in_its_client(checks, "migrated by it", path, written)
    found = driver.dump(path)
    expected = server(written["session"])
    checks.equal("migrated by it: the server by us", {field: found["session"][field] for field in expected}, expected)
    for field in FIELDS:
        checks.equal(f"migrated by it: {field} by us", found["session"][field], before["session"][field])
    checks.same_rows("migrated by it: peers by us", found["peers"], before["peers"])
    checks.same_rows("migrated by it: update states by us", found["updateStates"], before["updateStates"])


def check_it_goes_on_and_so_do_we(checks, driver, directory):
    path = directory / "theirs.session"
    written = real.sample(peers=40)
    real.write(path, written)
    peer = written["peers"][1] | {"usernames": ["changed_by_us"]}
    driver.json("update", path, value={"peers": [peer], "updateStates": [{"id": 0, "pts": 555}]})
    with real.client(path) as made:
        found = real.resolve(made, "changed_by_us")
        checks.equal("writing: a peer of its file that we changed", found, input_peer(peer))
        states = {state["id"]: state for state in real.states_of(made.storage)}
        checks.equal("writing: a state given in part", states[0], written["updateStates"][0] | {"pts": 555})
        changed = written["peers"][0] | {"usernames": ["changed_by_it"], "phoneNumber": "15550009"}
        real.update_peers(made.storage, [changed])
        real.update_states(made.storage, [{"id": 0, "pts": 556, "qts": None, "date": None, "seq": None}])
    found = driver.look_up(path, [{"username": "changed_by_it"}, {"phoneNumber": "15550009"}])
    checks.equal("writing: what it changed, we find", [row and row["id"] for row in found], [changed["id"]] * 2)
    states = {state["id"]: state for state in driver.dump(path)["updateStates"]}
    checks.equal("writing: the state that it changed", states[0], written["updateStates"][0] | {"pts": 556})


def check_pyrotgfork_with_the_file_that_all_three_write(checks, driver, directory):
    path = directory / "theirs.session"
    real.write(path, sample.session(seed=1))
    written = sample.session(seed=4, dcID=2)
    driver.write(path, written)
    found = loads("pyrotgfork", path, written)
    for field in FIELDS:
        if field != "date":
            checks.equal(f"pyrotgfork: {field} in a 7", found["fields"][field], written["session"][field])
    checks.same_rows("pyrotgfork: update states in a 7", found["updateStates"], written["updateStates"])
    checks.true("pyrotgfork: peers are looked up", found["count"] > 1000)
    checks.equal("pyrotgfork: look-ups that go wrong", found["wrong"], 0)
    same_in_its_client(checks, "after pyrotgfork", path, written)
