"""What a real client wrote, we read: checks that the clients' suites share."""

from harness.sample import undated


def every_value(checks, driver, directory, real):
    """Returns the path, what was written, and the peers as the client's schema has them, dates included."""
    path = directory / "theirs.session"
    written = real.sample()
    real.write(path, written)
    peers = real.peers_of(path)
    checks.equal("reading: the sample is whole", len(peers), 500)

    found = driver.dump(path)
    for name, value in written["session"].items():
        checks.equal(f"reading: {name}", found["session"][name], value)
    checks.same_rows("reading: peers", found["peers"], peers)
    # The dates are the moment of its write; all the rest is what was given to it.
    checks.same_rows("reading: peers as given", found["peers"], undated(written["peers"]))
    checks.same_rows("reading: update states", found["updateStates"], written["updateStates"])
    return path, written, peers


def fields_at_their_limits(checks, driver, directory, real):
    limits = [
        dict(dcID=1, isTest=True, isBot=True, userID=1, apiID=1, date=0),
        dict(dcID=5, isBot=True, userID=2**32, apiID=2**31 - 1),
        dict(dcID=203, userID=2**53 + 1, date=2**33),
        dict(dcID=2, userID=0, apiID=0),
    ]
    for number, fields in enumerate(limits):
        path = directory / f"limits{number}.session"
        written = real.sample(peers=0, **fields)
        real.write(path, written)
        found = driver.dump(path)["session"]
        for name, value in written["session"].items():
            checks.equal(f"reading: limits {number}: {name}", found[name], value)


def our_look_ups(checks, driver, directory, real):
    path = directory / "theirs.session"
    written = real.sample()
    real.write(path, written)
    lookups, expected = [], []
    for peer in written["peers"]:
        lookups.append({"id": peer["id"]})
        lookups += [{"username": "@" + name.upper()} for name in peer["usernames"]]
        lookups += [{"phoneNumber": "+" + peer["phoneNumber"]}] if peer["phoneNumber"] else []
        expected += [peer["id"]] * (len(lookups) - len(expected))
    found = driver.look_up(path, lookups)
    for kind in ("id", "username", "phoneNumber"):
        wrong = [
            lookup for row, lookup, peer_id in zip(found, lookups, expected)
            if kind in lookup and (row or {}).get("id") != peer_id
        ]
        checks.equal(f"reading: look-ups by {kind} that miss", len(wrong), 0)
    strangers = [{"id": 77}, {"username": "nobody_at_all"}, {"phoneNumber": "19990000000"}]
    checks.equal("reading: strangers are found", driver.look_up(path, strangers), [None] * 3)


def a_session_without_a_key(checks, driver, directory, real):
    path = directory / "empty.session"
    with real.storage(path):
        pass
    found = driver.dump(path)
    checks.equal("reading: a file with no key yet has no session", found["session"], None)
    checks.equal("reading: and no peers", found["peers"], [])
