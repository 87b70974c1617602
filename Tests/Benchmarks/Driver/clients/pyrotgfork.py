"""pyrotgfork's storage. It commits in each call, and fsyncs no commit."""

import data

from .family import Family

from pyrogram.storage.sqlite_storage import SQLiteStorage  # noqa: E402  (after what keeps it quiet)


class Pyrotgfork(Family):
    # A write-ahead log with synchronous=NORMAL.
    is_fsynced = False

    def __init__(self, directory):
        super().__init__(directory, SQLiteStorage)

    def batch(self, numbers, version):
        return [
            (data.peer_id(n), data.access_hash(n, version), "user", data.usernames(n), data.phone_number(n))
            for n in numbers
        ]

    async def upsert_all(self, handle, batches):
        for batch in batches:
            await handle.update_peers(batch)

    def state_setter(self, handle):
        return handle.update_state

    async def set_states(self, handle, states):
        await self.each(handle.update_state, states)

    def states_lister(self, handle):
        async def states(_):
            return await handle.update_state()

        return states

    def ids_of(self, states):
        return (row[0] for row in states)


client = Pyrotgfork
