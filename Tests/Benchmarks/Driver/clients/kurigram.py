"""kurigram's storage. A field is committed and fsynced when it is set; peers and states only when its Client stops."""

import data

from .family import Family

from pyrogram.storage.sqlite_storage import SQLiteStorage  # noqa: E402  (after what keeps it quiet)
from pyrogram.storage.storage import UpdateState


class Kurigram(Family):
    commits_batches = False

    def __init__(self, directory):
        super().__init__(directory, SQLiteStorage)

    async def commit(self, handle):
        handle.conn.commit()

    def batch(self, numbers, version):
        return (
            [(data.peer_id(n), data.access_hash(n, version), "user", data.phone_number(n)) for n in numbers],
            [(data.peer_id(n), data.usernames(n)) for n in numbers],
        )

    async def upsert_all(self, handle, batches):
        for peers, usernames in batches:
            await handle.update_peers(peers)
            await handle.update_usernames(usernames)
            if self.commits_batches:
                handle.conn.commit()

    def state(self, call, version):
        return UpdateState(*data.state(call, version))

    def state_setter(self, handle):
        async def set_durably(state):
            await handle.set_update_state(state)
            handle.conn.commit()

        return set_durably

    async def set_states(self, handle, states):
        await handle.set_update_state(states)

    def states_lister(self, handle):
        async def states(_):
            return await handle.get_update_states()

        return states

    def ids_of(self, states):
        return (state.id for state in states)


client = Kurigram
