"""The real hydrogram."""

from harness.family import Family, rows_of_one_username, usernames_in_peers
from harness.offline import wait

# This folder has no __init__.py, so the name is that of the installed package wherever there is one.
import hydrogram.client  # noqa: E402  (after the event loop that it takes)
from hydrogram.storage import SQLiteStorage


class Hydrogram(Family):
    has_several_usernames = False
    has_update_states = False

    def file(self, name, directory):
        return SQLiteStorage(name, directory)

    def memory(self, session_string):
        return SQLiteStorage("memory", session_string=session_string, use_memory=True)

    def update_peers(self, engine, peers):
        wait(engine.update_peers(rows_of_one_username(peers)))

    def usernames_of(self, database):
        return usernames_in_peers(database)


real = Hydrogram(hydrogram.client)
