"""The real pyrotgfork, offline: its storage class writes and reads files, its Client loads them.

Whatever would go to the network, generate a key or ask on the terminal ends the check instead. These derive from
BaseException, since the client catches Exception around its prompts and asks again.
"""

import asyncio
import contextlib
import logging
import pathlib
import socket
import sqlite3

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
# It warns about strings in the old form, and about the lack of a faster cipher.
logging.getLogger("pyrogram").setLevel(logging.ERROR)

import pyrogram.client  # noqa: E402  (takes the event loop of the moment)
from pyrogram.storage.sqlite_storage import SQLiteStorage  # noqa: E402


class NewKey(BaseException):
    pass


class Prompt(BaseException):
    pass


class Network(BaseException):
    pass


class NoAuth:
    def __init__(self, *arguments):
        raise NewKey("the client would generate an auth key over the stored one")


async def no_prompt(*arguments, **options):
    raise Prompt("the client would ask on the terminal")


def no_network(*arguments, **options):
    raise Network("the client would go to the network")


pyrogram.client.Auth = NoAuth
pyrogram.client.ainput = no_prompt
socket.socket.connect = no_network
socket.socket.connect_ex = no_network

FIELDS = {
    "authKey": "auth_key", "dcID": "dc_id", "isTest": "test_mode", "apiID": "api_id", "userID": "user_id",
    "isBot": "is_bot", "date": "date",
}


def wait(coroutine):
    return loop.run_until_complete(coroutine)


@contextlib.contextmanager
def storage(path=None, session_string=None):
    """Its storage of a file, or one in memory."""
    path = pathlib.Path(path) if path else pathlib.Path("memory.session")
    engine = SQLiteStorage(path.stem, path.parent, session_string=session_string, in_memory=session_string is not None)
    wait(engine.open())
    try:
        yield engine
    finally:
        wait(engine.close())


@contextlib.contextmanager
def loading(path=None, session_string=None, api_id=12345):
    """A call that has its Client load a session and returns it, as it is when it has just connected."""
    path = pathlib.Path(path) if path else pathlib.Path("memory.session")
    made = pyrogram.client.Client(
        path.stem, api_id=api_id, api_hash="0" * 32, workdir=str(path.parent), session_string=session_string
    )

    def load():
        wait(made.load_session())
        made.is_connected = True
        return made

    try:
        yield load
    finally:
        wait(made.storage.close())
        made.executor.shutdown()


@contextlib.contextmanager
def client(path=None, **options):
    """Its Client with a session loaded."""
    with loading(path, **options) as load:
        yield load()


def set_fields(engine, fields):
    for name, column in FIELDS.items():
        value = fields[name]
        wait(getattr(engine, column)(bytes.fromhex(value) if name == "authKey" else value))


def fields_of(engine):
    """Its seven accessors, in the driver's words."""
    values = {name: wait(getattr(engine, column)()) for name, column in FIELDS.items()}
    return values | {
        "authKey": values["authKey"].hex(), "isTest": bool(values["isTest"]), "isBot": bool(values["isBot"])
    }


def peer_tuple(peer):
    return peer["id"], peer["accessHash"], peer["type"], peer["usernames"] or None, peer["phoneNumber"]


def state_tuple(state):
    return tuple(state[name] for name in ("id", "pts", "qts", "date", "seq"))


def write(path, session):
    with storage(path) as engine:
        set_fields(engine, session["session"])
        wait(engine.update_peers([peer_tuple(peer) for peer in session["peers"]]))
        for state in session["updateStates"]:
            wait(engine.update_state(state_tuple(state)))


def states_of(engine):
    return [dict(zip(("id", "pts", "qts", "date", "seq"), row)) for row in wait(engine.update_state())]


def peers_of(path):
    """Its peers' rows. It has no call that lists them, so this is its schema read with its own database library."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        usernames = {}
        for peer_id, username in database.execute("SELECT id, username FROM usernames ORDER BY rowid"):
            usernames.setdefault(peer_id, []).append(username)
        rows = database.execute("SELECT id, access_hash, type, phone_number, last_update_on FROM peers").fetchall()
    return [
        dict(id=row[0], accessHash=row[1], type=row[2], phoneNumber=row[3], date=row[4], usernames=usernames.get(row[0], []))
        for row in rows
    ]


def schema_of(path):
    """The tables, indexes and triggers, and each table's columns."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        return {
            (kind, name): [row[1:3] for row in database.execute(f"PRAGMA table_info({name})")] if kind == "table" else None
            for kind, name in names
        }


def input_peer(peer):
    """What it must hand to the server for a peer: the kind and the two numbers."""
    if peer["type"] in ("user", "bot"):
        return "InputPeerUser", peer["id"], peer["accessHash"]
    if peer["type"] == "group":
        return "InputPeerChat", -peer["id"], None
    return "InputPeerChannel", -1_000_000_000_000 - peer["id"], peer["accessHash"]


async def resolve_peer(made, name):
    return await made.resolve_peer(name)


def resolve(made, name):
    """The kind and the two numbers that its Client finds for an id, a username or a phone number."""
    # Its methods block where no event loop runs, and give a coroutine where one does: this makes sure that one does.
    found = wait(resolve_peer(made, name))
    number = next(getattr(found, name) for name in ("user_id", "chat_id", "channel_id") if hasattr(found, name))
    return type(found).__name__, number, getattr(found, "access_hash", None)


def resolves_all(made, peers):
    """How many look-ups of a loaded Client (by id, username, phone) give another peer, or none, and how many it did."""
    wrong = count = 0
    for peer in peers:
        names = [peer["id"], *peer["usernames"], *(["+" + peer["phoneNumber"]] if peer["phoneNumber"] else [])]
        for name in names:
            count += 1
            try:
                wrong += resolve(made, name) != input_peer(peer)
            except (Exception, Network):
                wrong += 1
    return wrong, count
