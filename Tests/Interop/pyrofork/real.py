"""The real pyrofork."""

from harness.family import Family, rows_of_one_username, state_rows, state_tuple, usernames_in_peers
from harness.offline import wait

import pyrogram.client  # noqa: E402  (after the event loop that it takes)
from pyrogram.storage import FileStorage, MemoryStorage


class Pyrofork(Family):
    def file(self, name, directory):
        return FileStorage(name, directory)

    def memory(self, session_string):
        return MemoryStorage("memory", session_string)

    def update_peers(self, engine, peers):
        wait(engine.update_peers(rows_of_one_username(peers)))
        # A peer with one username has it in its own row alone.
        several = [(peer["id"], name) for peer in peers if len(peer["usernames"]) > 1 for name in peer["usernames"]]
        wait(engine.update_usernames(several))
        # Its Client does so when it stops; what it has not committed by then is lost.
        engine.conn.commit()

    def update_states(self, engine, states):
        for state in states:
            wait(engine.update_state(state_tuple(state)))

    def states_of(self, engine):
        return state_rows(wait(engine.update_state()))

    def usernames_of(self, database):
        """A file that it migrated has no table of usernames before the first peer with several."""
        usernames = usernames_in_peers(database)
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'usernames'").fetchone():
            for peer_id, username in database.execute("SELECT peer_id, id FROM usernames ORDER BY rowid"):
                names = usernames.setdefault(peer_id, [])
                names += [username] if username not in names else []
        return usernames

    def version_of(self, engine):
        return engine.version()


real = Pyrofork(pyrogram.client)
