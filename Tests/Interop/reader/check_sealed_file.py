"""A file that the library sealed, opened by a reader that shares no code with it: every value and every column."""

import contextlib
import sqlite3
import struct

from harness import sample
from reader.envelope import PASSPHRASE, open_envelope, parse
from reader.record import parse_record
from reader.refusal import Refused
from reader.rows import PEERS, STATES, Rows, parse_peer, parse_state
from reader.text import parse_envelope_text

SECRET = "correct horse battery staple"


def select(path, query):
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(query).fetchall()


def sealed(driver, directory):
    path = directory / "sealed.session"
    driver.write(path, sample.session(seed=5, isBot=True), passphrase=SECRET)
    return path, driver.dump(path, passphrase=SECRET)


def keys(path):
    (row,) = select(path, "SELECT * FROM sessions")
    envelope = parse(row["auth_key"])
    data_key, payload = open_envelope(envelope, PASSPHRASE, SECRET)
    return row, envelope, Rows(data_key, envelope.vault_id, envelope.epoch), parse_record(payload)


def check_the_session(checks, driver, directory):
    path, expected = sealed(driver, directory)
    row, envelope, _, record = keys(path)
    for name, value in expected["session"].items():
        checks.equal(f"reader: {name}", record[name], value)
    checks.true("reader: it says that there is a user", record["hasUser"])
    checks.equal("reader: flags of a sealed vault at rest", envelope.flags, 1)
    checks.equal("reader: epoch of a new vault", envelope.epoch, 1)
    checks.true("reader: generation", envelope.generation >= 1)
    constants = {"dc_id": 0, "api_id": 0, "test_mode": 0, "date": 0, "user_id": 0, "is_bot": 0}
    checks.equal("reader: the columns beside the envelope", {name: row[name] for name in constants}, constants)


def check_the_peers(checks, driver, directory):
    path, expected = sealed(driver, directory)
    _, _, rows, _ = keys(path)
    usernames = {}
    for row in select(path, "SELECT id, username FROM usernames"):
        usernames.setdefault(row["id"], set()).add(row["username"])
    found, wrong = [], {"id": 0, "usernames": 0, "phone": 0, "columns": 0}
    for row in select(path, "SELECT * FROM peers"):
        token = struct.pack("<q", row["id"])
        peer = parse_peer(rows.open(PEERS, token, row["sealed"]))
        found.append(peer)
        phone = peer["phoneNumber"]
        wrong["id"] += rows.id_token(peer["id"]) != token
        wrong["usernames"] += usernames.pop(row["id"], set()) != {rows.username_token(name) for name in peer["usernames"]}
        wrong["phone"] += row["phone_number"] != (rows.phone_token(phone) if phone else None)
        wrong["columns"] += (row["access_hash"], str(row["type"]), row["last_update_on"]) != (0, "0", 0)
    checks.same_rows("reader: peers", found, expected["peers"])
    for name, count in wrong.items():
        checks.equal(f"reader: peers whose {name} is not as the format says", count, 0)
    checks.equal("reader: usernames of no peer", len(usernames), 0)


def check_the_update_states(checks, driver, directory):
    path, expected = sealed(driver, directory)
    _, _, rows, _ = keys(path)
    found, wrong = [], {"id": 0, "columns": 0}
    for row in select(path, "SELECT * FROM update_state"):
        token = struct.pack("<q", row["id"])
        state = parse_state(rows.open(STATES, token, row["sealed"]))
        found.append(state)
        wrong["id"] += rows.state_token(state["id"]) != token
        wrong["columns"] += (row["pts"], row["qts"], row["date"], row["seq"]) != (0, 0, 0, 0)
    checks.same_rows("reader: update states", found, expected["updateStates"])
    for name, count in wrong.items():
        checks.equal(f"reader: states whose {name} is not as the format says", count, 0)


def check_a_protected_string(checks, driver, directory):
    path, expected = sealed(driver, directory)
    text = driver.run("export", path, "protected", passphrase=SECRET).strip()
    envelope = parse(parse_envelope_text(text))
    _, payload = open_envelope(envelope, PASSPHRASE, SECRET)
    checks.equal("reader: a protected string's flags, epoch, generation", (envelope.flags, envelope.epoch, envelope.generation), (4, 1, 1))
    checks.true("reader: a protected string is a vault of its own", envelope.vault_id != keys(path)[1].vault_id)
    record = parse_record(payload)
    for name, value in expected["session"].items():
        checks.equal(f"reader: a protected string's {name}", record[name], value)
    copy = directory / "copy.session"
    driver.run("import", copy, passphrase=SECRET, stdin=text)
    found = driver.dump(copy, passphrase=SECRET)["session"]
    checks.equal("reader: a protected string comes back", found | {"date": 0}, expected["session"] | {"date": 0})


def check_two_sealings_share_nothing(checks, driver, directory):
    session, seen = sample.session(peers=20, seed=6), []
    for name in ("one", "two"):
        path = directory / f"{name}.session"
        driver.write(path, session, passphrase=SECRET)
        seen.append({row["id"] for row in select(path, "SELECT id FROM peers")}
                    | {row["username"] for row in select(path, "SELECT username FROM usernames")})
    checks.equal("reader: tokens that two vaults of one session share", len(seen[0] & seen[1]), 0)


def check_a_moved_row(checks, driver, directory):
    path, _ = sealed(driver, directory)
    _, _, rows, _ = keys(path)
    one, other = select(path, "SELECT id, sealed FROM peers LIMIT 2")
    checks.raises("reader: a row under another row's token", Refused,
                  lambda: rows.open(PEERS, struct.pack("<q", one["id"]), other["sealed"]))
