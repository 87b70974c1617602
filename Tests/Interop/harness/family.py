"""A real client of Pyrogram's family, offline: its storage class writes and reads files, its Client loads them.

The forks give one name to calls of different shapes; what differs is in the subclass of each client's folder.
"""

import contextlib
import pathlib
import sqlite3

from harness import sample
from harness.driver import STATE
from harness.offline import Network, NoAuth, no_prompt, wait

FIELDS = {
    "authKey": "auth_key", "dcID": "dc_id", "isTest": "test_mode", "apiID": "api_id", "userID": "user_id",
    "isBot": "is_bot", "date": "date",
}


class Family:
    # The accessors of the DC's server, where its schema has them, in the driver's words as FIELDS.
    address = {}
    has_several_usernames = True
    has_update_states = True

    def __init__(self, client):
        """`client` is the module that has the class Client."""
        self.Client = client.Client
        client.Auth = NoAuth
        client.ainput = no_prompt

    # What differs between the forks.

    def file(self, name, directory):
        """Its storage of a file."""
        raise NotImplementedError

    def memory(self, session_string):
        """Its storage in memory, with what a session string has."""
        raise NotImplementedError

    def update_peers(self, engine, peers):
        """Writes peers as its Client does, and commits."""
        raise NotImplementedError

    def update_states(self, engine, states):
        """Writes update states; some have no place for them."""

    def states_of(self, engine):
        return []

    def version_of(self, engine):
        return wait(engine.version())

    def usernames_of(self, database):
        """Each peer's usernames, by its id."""
        usernames = {}
        for peer_id, username in database.execute("SELECT id, username FROM usernames ORDER BY rowid"):
            usernames.setdefault(peer_id, []).append(username)
        return usernames

    # What they have in common.

    def sample(self, **options):
        """A session of what its schema has a place for."""
        written = sample.session(**options)
        if not self.has_several_usernames:
            for peer in written["peers"]:
                peer["usernames"] = peer["usernames"][:1]
        return written if self.has_update_states else written | {"updateStates": []}

    @contextlib.contextmanager
    def storage(self, path=None, session_string=None):
        """Its storage of a file, or one in memory, open."""
        path = pathlib.Path(path) if path else None
        engine = self.file(path.stem, path.parent) if path else self.memory(session_string)
        wait(engine.open())
        try:
            yield engine
        finally:
            wait(engine.close())

    @contextlib.contextmanager
    def loading(self, path=None, session_string=None, api_id=12345):
        """A call that has its Client load a session and returns it, as it is when it has just connected."""
        path = pathlib.Path(path) if path else pathlib.Path("memory.session")
        made = self.Client(
            path.stem, api_id=api_id, api_hash="0" * 32, workdir=path.parent, session_string=session_string
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
    def client(self, path=None, **options):
        """Its Client with a session loaded."""
        with self.loading(path, **options) as load:
            yield load()

    def set_fields(self, engine, fields):
        for name, column in (FIELDS | self.address).items():
            if name in fields:
                value = fields[name]
                wait(getattr(engine, column)(bytes.fromhex(value) if name == "authKey" else value))

    def fields_of(self, engine):
        """Its accessors, in the driver's words."""
        values = {name: wait(getattr(engine, column)()) for name, column in (FIELDS | self.address).items()}
        return values | {
            "authKey": values["authKey"].hex(), "isTest": bool(values["isTest"]), "isBot": bool(values["isBot"])
        }

    def write(self, path, session):
        with self.storage(path) as engine:
            self.set_fields(engine, session["session"])
            self.update_peers(engine, session["peers"])
            self.update_states(engine, session["updateStates"])

    def peers_of(self, path):
        """Its peers' rows. It has no call that lists them, so this is its schema read with its own database library."""
        with contextlib.closing(sqlite3.connect(path)) as database:
            usernames = self.usernames_of(database)
            rows = database.execute("SELECT id, access_hash, type, phone_number, last_update_on FROM peers").fetchall()
        names = ("id", "accessHash", "type", "phoneNumber", "date")
        return [dict(zip(names, row)) | {"usernames": usernames.get(row[0], [])} for row in rows]

    def resolve(self, made, name):
        """The kind and the two numbers that its Client finds for an id, a username or a phone number."""
        # Its methods block where no event loop runs, and give a coroutine where one does: here, one does.
        found = wait(resolve_peer(made, name))
        number = next(getattr(found, name) for name in ("user_id", "chat_id", "channel_id") if hasattr(found, name))
        return type(found).__name__, number, getattr(found, "access_hash", None)

    def resolves_all(self, made, peers):
        """How many look-ups of a loaded Client by id, username, phone give another peer or none, and how many it did."""
        wrong = count = 0
        for peer in peers:
            names = [peer["id"], *peer["usernames"], *(["+" + peer["phoneNumber"]] if peer["phoneNumber"] else [])]
            for name in names:
                count += 1
                try:
                    wrong += self.resolve(made, name) != input_peer(peer)
                except (Exception, Network):
                    wrong += 1
        return wrong, count


async def resolve_peer(made, name):
    return await made.resolve_peer(name)


def input_peer(peer):
    """What a client must hand to the server for a peer: the kind and the two numbers."""
    if peer["type"] in ("user", "bot"):
        return "InputPeerUser", peer["id"], peer["accessHash"]
    if peer["type"] == "group":
        return "InputPeerChat", -peer["id"], None
    return "InputPeerChannel", -1_000_000_000_000 - peer["id"], peer["accessHash"]


def state_tuple(state):
    return tuple(state[name] for name in STATE)


def state_rows(rows):
    """Rows of update states in the driver's words."""
    return [dict(zip(STATE, row)) for row in rows]


def rows_of_one_username(peers):
    """The tuples of Pyrogram's update_peers, which has a place for one username."""
    return [
        (peer["id"], peer["accessHash"], peer["type"], next(iter(peer["usernames"]), None), peer["phoneNumber"])
        for peer in peers
    ]


def usernames_in_peers(database):
    """Each peer's username, where it is a column of the peer's own row."""
    rows = database.execute("SELECT id, username FROM peers WHERE username IS NOT NULL")
    return {peer_id: [username] for peer_id, username in rows}


def schema_of(path):
    """The tables, indexes and triggers, and each table's columns."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        tables = [name for kind, name in names if kind == "table"]
        columns = {name: database.execute(f"PRAGMA table_info({name})").fetchall() for name in tables}
        return {
            (kind, name): [row[1:3] for row in columns[name]] if kind == "table" else None for kind, name in names
        }
