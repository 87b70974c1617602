"""A client that would generate a key, ask, or go to the network is noticed: otherwise the checks would prove nothing."""

import socket

from harness.offline import Network, NewKey, Prompt


def are_noticed(checks, directory, real):
    fields = real.sample(peers=0)["session"]
    for name, missing, trap in (("user id", {"userID": None}, NewKey), ("api id", {"apiID": None}, Prompt)):
        path = directory / f"{trap.__name__}.session"
        with real.storage(path) as engine:
            real.set_fields(engine, fields | missing)
        with real.loading(path, api_id=None if "apiID" in missing else 12345) as load:
            checks.raises(f"traps: a missing {name} is noticed", trap, load)
    with socket.socket() as unconnected:
        checks.raises("traps: the network is noticed", Network, lambda: unconnected.connect(("127.0.0.1", 9)))
