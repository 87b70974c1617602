"""The real kurigram."""

from harness.family import Family, state_rows, state_tuple
from harness.offline import wait

import pyrogram.client  # noqa: E402  (after the event loop that it takes)
from pyrogram.storage.sqlite_storage import PROD, TEST, SQLiteStorage
from pyrogram.storage.storage import UpdateState


class Kurigram(Family):
    address = {"serverAddress": "server_address", "port": "port"}

    def sample(self, **options):
        written = super().sample(**options)
        written["session"] |= server(written["session"])
        # Types that no other client gives.
        for number, kind in enumerate(("direct", "forum", "community")):
            for peer in written["peers"][3 + 5 * number :: 20]:
                peer["type"] = kind
        return written

    def file(self, name, directory):
        return SQLiteStorage(name, directory)

    def memory(self, session_string):
        return SQLiteStorage("memory", None, session_string=session_string, in_memory=True)

    def update_peers(self, engine, peers):
        rows = [(peer["id"], peer["accessHash"], peer["type"], peer["phoneNumber"]) for peer in peers]
        wait(engine.update_peers(rows))
        # Peers without a username are left out of this, so one that lost its name keeps it.
        wait(engine.update_usernames([(peer["id"], peer["usernames"]) for peer in peers if peer["usernames"]]))
        # Its Client does so when it stops; what it has not committed by then is lost.
        engine.conn.commit()

    def update_states(self, engine, states):
        wait(engine.set_update_state([UpdateState(*state_tuple(state)) for state in states]))
        engine.conn.commit()

    def states_of(self, engine):
        return state_rows((row.id, row.pts, row.qts, row.date, row.seq) for row in wait(engine.get_update_states()))


def server(fields):
    """Where it looks for a DC."""
    servers, port = (TEST, 80) if fields["isTest"] else (PROD, 443)
    return {"serverAddress": servers[fields["dcID"]], "port": port}


real = Kurigram(pyrogram.client)
