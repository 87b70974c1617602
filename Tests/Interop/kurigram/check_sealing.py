"""A file of kurigram's, sealed in place by us, read by nobody else, unsealed again and used by it as before."""

from harness import sample, sealing
from harness.family import FIELDS, schema_of

from .real import real, server


def check_sealed_and_unsealed(checks, driver, directory):
    path = directory / "theirs.session"
    written = real.sample(seed=3)
    real.write(path, written)
    schema, rows = schema_of(path), real.peers_of(path)
    before = sealing.of_no_use_to_the_client(checks, driver, path, written, real)
    sealing.unsealed(checks, driver, path, before)

    checks.same_rows("unsealed: its rows", real.peers_of(path), rows)
    after = schema_of(path)
    for name, columns in schema.items():
        kept = [column for column in after.get(name) or [] if column in (columns or [])]
        checks.equal(f"unsealed: columns of {name[1]}", kept, columns or [])
    with real.client(path) as made:
        found = real.fields_of(made.storage)
        for name, value in written["session"].items():
            checks.equal(f"unsealed: {name} in its client", found[name], value)
        checks.same_rows("unsealed: update states in it", real.states_of(made.storage), written["updateStates"])
        wrong, _ = real.resolves_all(made, written["peers"])
        checks.equal("unsealed: look-ups of its client that go wrong", wrong, 0)


def check_another_dc_while_it_is_sealed(checks, driver, directory):
    """The server lies in the sealed record, and comes back to its columns with the rest."""
    path = directory / "theirs.session"
    real.write(path, real.sample(peers=20))
    driver.json("encrypt", path, passphrase=sealing.PASSPHRASE)
    changed = sample.session(peers=20, seed=5, dcID=1)
    driver.write(path, changed, passphrase=sealing.PASSPHRASE)
    expected = server(changed["session"])
    with real.storage(path) as engine:
        found = real.fields_of(engine)
        checks.true("sealed: its storage sees no server", found["serverAddress"] != expected["serverAddress"])
    driver.run("decrypt", path, passphrase=sealing.PASSPHRASE)
    with real.client(path) as made:
        found = real.fields_of(made.storage)
    checks.equal("unsealed: the server that its client uses", {field: found[field] for field in expected}, expected)
    checks.equal("unsealed: the key", found["authKey"], changed["session"]["authKey"])


def check_the_key_alone_is_sealed(checks, driver, directory):
    path = directory / "theirs.session"
    written = real.sample(peers=50, isBot=True)
    real.write(path, written)
    driver.json("encrypt", path, passphrase=sealing.PASSPHRASE, coverage="authKey")
    with real.storage(path) as engine:
        found = real.fields_of(engine)
        for name, value in written["session"].items():
            if name != "authKey":
                checks.equal(f"key alone: {name} in its storage", found[name], value)
        checks.true("key alone: what its storage has is no key", len(found["authKey"]) != 512)
    found = driver.dump(path, passphrase=sealing.PASSPHRASE)["session"]
    for name in [*FIELDS, *real.address]:
        checks.equal(f"key alone: {name} by us", found[name], written["session"][name])
    with real.storage(path) as engine:
        real.set_fields(engine, {"serverAddress": "149.154.167.40"})
    checks.refused(
        "key alone: another server beside the record", "server_address",
        lambda: driver.dump(path, passphrase=sealing.PASSPHRASE),
    )
