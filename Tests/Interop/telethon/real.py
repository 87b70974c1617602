"""The real Telethon, as far as it writes files: its session class, to which nothing needs to be said of a network."""

import datetime

# This folder has no __init__.py, so the name is that of the installed package wherever there is one.
from telethon.crypto import AuthKey
from telethon.sessions import SQLiteSession
from telethon.tl import types

FIRST_CHANNEL = -1_000_000_000_000


class Telethon:
    def write(self, path, session):
        fields = session["session"]
        made = SQLiteSession(str(path))
        made.set_dc(fields["dcID"], fields["serverAddress"], fields["port"])
        made.auth_key = AuthKey(bytes.fromhex(fields["authKey"]))
        made.process_entities([entity(peer) for peer in session["peers"]])
        for state in session["updateStates"]:
            date = datetime.datetime.fromtimestamp(state["date"], datetime.timezone.utc)
            made.set_update_state(state["id"], types.updates.State(state["pts"], state["qts"], date, state["seq"], 0))
        made.close()


def entity(peer):
    """What its Client gets from the server for a peer."""
    username = next(iter(peer["usernames"]), None)
    if peer["type"] in ("user", "bot"):
        return types.User(
            peer["id"], bot=peer["type"] == "bot", access_hash=peer["accessHash"], username=username,
            phone=peer["phoneNumber"], first_name="A", last_name="Name",
        )
    nothing = types.ChatPhotoEmpty()
    if peer["type"] == "group":
        return types.Chat(-peer["id"], "A Name", nothing, 2, None, 1)
    return types.Channel(
        FIRST_CHANNEL - peer["id"], "A Name", nothing, None, access_hash=peer["accessHash"], username=username,
        broadcast=peer["type"] == "channel", megagroup=peer["type"] == "supergroup",
    )


real = Telethon()
