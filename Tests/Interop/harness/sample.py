"""A session to write: every field, every type of peer, every shape of an update state."""

import random
import secrets
import time

KINDS = ["user", "bot", "group", "channel", "supergroup"]
FIRST_CHANNEL = -1_000_000_000_000


def session(peers=500, seed=1, **fields):
    """In the words of the driver's JSON. The key differs each time; the rest depends on the seed."""
    numbers = random.Random(seed)
    now = int(time.time())
    return {
        "session": {
            "authKey": secrets.token_hex(256), "dcID": 4, "isTest": False, "apiID": 12345, "userID": 5_000_000_001,
            "isBot": False, "date": now - 60,
        } | fields,
        "peers": [peer(index, numbers, now) for index in range(peers)],
        "updateStates": update_states(now),
    }


def peer(index, numbers, now):
    kind = KINDS[index % len(KINDS)]
    usernames = [f"{kind}_{index}_{part}{numbers.randrange(10**6)}" for part in "abc"[: index % 4]]
    return {
        "id": peer_id(kind, index),
        # A basic group has no access hash; the clients store 0.
        "accessHash": 0 if kind == "group" else numbers.randrange(-(2**63), 2**63),
        "type": kind,
        "usernames": [] if kind == "group" else usernames,
        "phoneNumber": f"1555{index:03}{numbers.randrange(10**4):04}" if kind == "user" and index % 2 == 0 else None,
        "date": now - numbers.randrange(3600),
    }


def peer_id(kind, index):
    if kind in ("user", "bot"):
        # Some above 32 bits, as the server gives since 2021.
        return 1_000_001 + index if index % 3 else 6_000_000_000 + index
    if kind == "group":
        return -(200_001 + index)
    return FIRST_CHANNEL - 1_500_000_000 - index


def undated(peers):
    """Without the moment that they were seen, which is the writer's to set."""
    return [{name: value for name, value in peer.items() if name != "date"} for peer in peers]


def update_states(now):
    """The account's own, channels', and ones with values missing, the greatest, or below 0."""
    rows = [
        (0, 100, 200, now, 7), (FIRST_CHANNEL - 1_500_000_003, 41, None, None, None),
        (FIRST_CHANNEL - 1_500_000_004, 2**31 - 1, 0, now - 5, None), (1_000_002, None, None, None, None),
        (-200_003, -1, -2, 0, -3), (FIRST_CHANNEL - 2, 0, 0, 0, 0),
    ]
    return [dict(zip(("id", "pts", "qts", "date", "seq"), row)) for row in rows]
