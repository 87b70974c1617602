"""The real Pyrogram, its last release."""

from harness.family import Family, rows_of_one_username, usernames_in_peers
from harness.offline import wait

# This folder has no __init__.py, so the name is that of the installed package wherever there is one.
import pyrogram.client  # noqa: E402  (after the event loop that it takes)
from pyrogram.storage import FileStorage, MemoryStorage


class Pyrogram(Family):
    has_several_usernames = False
    has_update_states = False

    def file(self, name, directory):
        return FileStorage(name, directory)

    def memory(self, session_string):
        return MemoryStorage("memory", session_string)

    def update_peers(self, engine, peers):
        wait(engine.update_peers(rows_of_one_username(peers)))
        # Its Client does so when it stops; what it has not committed by then is lost.
        engine.conn.commit()

    def version_of(self, engine):
        return engine.version()

    def usernames_of(self, database):
        return usernames_in_peers(database)


real = Pyrogram(pyrogram.client)
