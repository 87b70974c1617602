"""Telethon's session class. Its calls are not awaited; it commits once a minute, and when it is closed."""

import asyncio
import datetime
import itertools
import time

import data

# This folder is a package, so the name is that of the installed one.
from telethon.crypto import AuthKey
from telethon.sessions import SQLiteSession, StringSession
from telethon.tl import types

from .client import Client


class Telethon(Client):
    commits_batches = False

    async def each(self, call, values):
        start = time.perf_counter()
        found = [call(value) for value in values]
        return time.perf_counter() - start, found

    async def together(self, groups):
        async def task(call, values):
            return [call(value) for value in values]

        start = time.perf_counter()
        found = await asyncio.gather(*(task(call, values) for call, values in groups))
        return time.perf_counter() - start, itertools.chain.from_iterable(found)

    def path(self, name):
        return self.directory / f"{name}.session"

    async def open(self, path):
        return SQLiteSession(str(path))

    async def fill(self, handle):
        handle.set_dc(data.DC, "149.154.167.51", 443)
        handle.auth_key = AuthKey(data.AUTH_KEY)

    async def auth_key(self, handle):
        return handle.auth_key.key

    async def commit(self, handle):
        handle.save()

    async def close(self, handle):
        handle.close()

    def batch(self, numbers, version):
        # It has a place for one username.
        return [
            types.User(
                data.peer_id(n),
                access_hash=data.access_hash(n, version),
                username=data.usernames(n)[0],
                phone=data.phone_number(n),
                first_name="A",
                last_name="Name",
            )
            for n in numbers
        ]

    async def upsert_all(self, handle, batches):
        for batch in batches:
            handle.process_entities(batch)
            if self.commits_batches:
                handle.save()

    def finder(self, handle, key):
        return handle.get_input_entity

    def setter(self, handle):
        def set_durably(value):
            handle.takeout_id = value
            handle.save()

        return set_durably

    def state(self, call, version):
        state_id, pts, qts, date, seq = data.state(call, version)
        date = datetime.datetime.fromtimestamp(date, datetime.timezone.utc)
        return state_id, types.updates.State(pts, qts, date, seq, 0)

    def state_setter(self, handle):
        def set_durably(state):
            handle.set_update_state(*state)
            handle.save()

        return set_durably

    async def set_states(self, handle, states):
        for state in states:
            handle.set_update_state(*state)

    def states_lister(self, handle):
        # It gives a generator, and a state is made when it is asked for the next.
        return lambda _: list(handle.get_update_states())

    def ids_of(self, states):
        return (state_id for state_id, _ in states)

    def exporter(self, handle):
        return lambda _: StringSession.save(handle)

    def importer(self):
        return lambda string: StringSession(string).dc_id

    async def play_field(self, count):
        session = self.main
        start = time.perf_counter()
        check = 0
        for _ in range(count):
            check += session.dc_id
        return time.perf_counter() - start, count, check


client = Telethon
