"""The real pyrotgfork."""

from harness.family import Family, state_rows, state_tuple
from harness.offline import wait

import pyrogram.client  # noqa: E402  (after the event loop that it takes)
from pyrogram.storage.sqlite_storage import SQLiteStorage


class Pyrotgfork(Family):
    def file(self, name, directory):
        return SQLiteStorage(name, directory)

    def memory(self, session_string):
        return SQLiteStorage("memory", None, session_string=session_string, in_memory=True)

    def update_peers(self, engine, peers):
        rows = [
            (peer["id"], peer["accessHash"], peer["type"], peer["usernames"] or None, peer["phoneNumber"])
            for peer in peers
        ]
        wait(engine.update_peers(rows))

    def update_states(self, engine, states):
        for state in states:
            wait(engine.update_state(state_tuple(state)))

    def states_of(self, engine):
        return state_rows(wait(engine.update_state()))


real = Pyrotgfork(pyrogram.client)
