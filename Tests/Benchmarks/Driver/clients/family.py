"""Storages of Pyrogram's family: classes of one name, with methods that are awaited."""

import asyncio
import itertools
import logging
import time

import data

from .client import Client

# pyrotgfork's storage takes the event loop of the moment, and warns of the lack of a faster cipher.
logging.getLogger("pyrogram").setLevel(logging.ERROR)


class Family(Client):
    def __init__(self, directory, storage):
        super().__init__(directory)
        self.storage = storage

    def path(self, name):
        return self.directory / (name + self.storage.FILE_EXTENSION)

    async def open(self, path):
        handle = self.storage(path.stem, path.parent)
        await handle.open()
        return handle

    async def fill(self, handle):
        await handle.dc_id(data.DC)
        await handle.api_id(data.API_ID)
        await handle.test_mode(False)
        await handle.auth_key(data.AUTH_KEY)
        await handle.user_id(data.ACCOUNT)
        await handle.is_bot(False)

    async def auth_key(self, handle):
        return await handle.auth_key()

    async def close(self, handle):
        await handle.close()

    def finder(self, handle, key):
        names = {"id": "get_peer_by_id", "username": "get_peer_by_username", "phone": "get_peer_by_phone_number"}
        return getattr(handle, names[key])

    def setter(self, handle):
        return handle.date

    def exporter(self, handle):
        async def export(_):
            return await handle.export_session_string()

        return export

    def importer(self):
        async def take(string):
            handle = self.storage("memory", None, session_string=string, in_memory=True)
            await handle.open()
            dc = await handle.dc_id()
            await handle.close()
            return dc

        return take

    async def together(self, groups):
        async def task(call, values):
            return [await call(value) for value in values]

        start = time.perf_counter()
        found = await asyncio.gather(*(task(call, values) for call, values in groups))
        return time.perf_counter() - start, itertools.chain.from_iterable(found)

    async def play_field(self, count):
        read = self.main.dc_id
        start = time.perf_counter()
        check = 0
        for _ in range(count):
            check += await read()
        return time.perf_counter() - start, count, check
