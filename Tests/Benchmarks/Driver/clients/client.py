"""The workloads on a client's storage, called as its own code calls it; what differs is in each client's module."""

import gc
import os
import pathlib
import subprocess
import sys
import time

import data


class Client:
    """A storage whose methods are awaited. What is called in a loop on the clock is the client's own method."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.main = None
        self.names = 0

    # What each client says for itself. A handle is its open storage.

    def path(self, name):
        raise NotImplementedError

    async def open(self, path):
        raise NotImplementedError

    async def fill(self, handle):
        """Puts the session in."""
        raise NotImplementedError

    async def auth_key(self, handle):
        raise NotImplementedError

    async def commit(self, handle):
        """Ends the transaction that its calls leave open, where they do."""

    async def close(self, handle):
        raise NotImplementedError

    def batch(self, numbers, version):
        """Peers as its Client hands them over."""
        raise NotImplementedError

    async def upsert_all(self, handle, batches):
        raise NotImplementedError

    def finder(self, handle, key):
        """The method that finds a peer by `id`, `username` or `phone`."""
        raise NotImplementedError

    def setter(self, handle):
        """A method that sets a field of the session to the number given."""
        raise NotImplementedError

    def state_setter(self, handle):
        """A method that sets an update state and commits it."""
        raise NotImplementedError

    async def set_states(self, handle, states):
        """Sets all of them, off the clock."""
        raise NotImplementedError

    def state(self, call, version):
        return data.state(call, version)

    def states_lister(self, handle):
        """A method that lists the update states, taking an argument that it ignores."""
        raise NotImplementedError

    def ids_of(self, states):
        raise NotImplementedError

    def exporter(self, handle):
        raise NotImplementedError

    def importer(self):
        """A method that takes a session string into a storage in memory, and gives its DC."""
        raise NotImplementedError

    is_fsynced = True

    # What they have in common.

    async def each(self, call, values):
        """The time and the results of a call for each value, one after the other."""
        start = time.perf_counter()
        found = [await call(value) for value in values]
        return time.perf_counter() - start, found

    async def together(self, groups):
        """Tasks, each a call for each of its values one after the other: the time and all results."""
        raise NotImplementedError

    def fresh(self):
        self.names += 1
        return self.path(f"fresh{self.names}")

    def remove(self, path):
        for suffix in ("", "-wal", "-shm", "-journal"):
            pathlib.Path(f"{path}{suffix}").unlink(missing_ok=True)

    async def upsert(self, handle, batches, version):
        made = [self.batch(numbers, version) for numbers in batches]
        start = time.perf_counter()
        await self.upsert_all(handle, made)
        took = time.perf_counter() - start
        await self.commit(handle)
        return took

    async def write(self, path, peers=0):
        handle = await self.open(path)
        await self.fill(handle)
        if peers:
            await self.upsert(handle, data.all_batches(peers), 0)
        return handle

    async def end(self):
        if self.main:
            await self.close(self.main)

    # The workloads.

    async def play_prepare(self, peers):
        if self.main:
            await self.close(self.main)
        self.remove(self.path("main"))
        self.main = await self.write(self.path("main"), peers)
        return 0, peers, peers

    async def play_create(self, count):
        paths = [self.fresh() for _ in range(count)]
        start = time.perf_counter()
        for path in paths:
            await self.close(await self.write(path))
        took = time.perf_counter() - start
        for path in paths:
            self.remove(path)
        return took, count, count

    async def play_reopen(self, count):
        await self.close(self.main)
        took, check = await self.open_each([self.path("main")] * count, 2)
        self.main = await self.open(self.path("main"))
        return took, count, check

    async def open_each(self, paths, length):
        """Opens, reads and closes: the time, and the sum of the key's first bytes as they were read."""
        check = 0
        start = time.perf_counter()
        for path in paths:
            handle = await self.open(path)
            check += sum((await self.auth_key(handle))[:length])
            await self.close(handle)
        return time.perf_counter() - start, check

    async def play_insert(self, peers):
        path = self.fresh()
        handle = await self.write(path)
        took = await self.upsert(handle, data.all_batches(peers), 0)
        await self.close(handle)
        self.remove(path)
        return took, peers, peers

    async def play_unchanged(self, peers, count, seed=0):
        return await self.play_changed(peers, count, 0, seed)

    async def play_changed(self, peers, count, version, seed=0):
        return await self.upsert(self.main, data.picked_batches(count, peers, seed), version), count, count

    async def play_id(self, peers, count, seed):
        return await self.look_up("id", [data.peer_id(pick) for pick in data.picks(count, peers, seed)])

    async def play_username(self, peers, count, seed):
        return await self.look_up("username", [data.usernames(pick)[0] for pick in data.picks(count, peers, seed)])

    async def play_phone(self, peers, count, seed):
        return await self.look_up("phone", [data.phone_number(pick) for pick in data.picks(count, peers, seed)])

    async def look_up(self, key, values):
        took, found = await self.each(self.finder(self.main, key), values)
        return took, len(values), sum(peer.user_id for peer in found)

    async def play_field_write(self, count):
        # The time differs from value to value, and from round to round.
        first = time.time_ns() // 1_000 % 2**31
        took, _ = await self.each(self.setter(self.main), range(first, first + count))
        return took, count, count

    async def play_envelope(self, count):
        return await self.play_field_write(count) if self.is_fsynced else None

    async def play_state(self, count, version):
        states = [self.state(call, version) for call in range(count)]
        took, _ = await self.each(self.state_setter(self.main), states)
        return took, count, count

    async def play_states(self, count):
        await self.set_states(self.main, [self.state(call, 0) for call in range(data.STATES)])
        await self.commit(self.main)
        took, found = await self.each(self.states_lister(self.main), range(count))
        return took, count, sum(sum(self.ids_of(states)) for states in found)

    async def play_export(self, count):
        took, _ = await self.each(self.exporter(self.main), range(count))
        return took, count, count

    async def play_import(self, count):
        path = self.fresh()
        handle = await self.write(path)
        _, [string] = await self.each(self.exporter(handle), [0])
        await self.close(handle)
        self.remove(path)
        took, found = await self.each(self.importer(), [string] * count)
        return took, count, sum(found)

    async def files(self, kind, count, peers=0):
        """Files of a session each, made when they are first asked for."""
        paths = [self.path(f"{kind}{index}") for index in range(count)]
        for path in paths:
            if not pathlib.Path(path).exists():
                await self.close(await self.write(path, peers))
        return paths

    async def play_files(self, count):
        took, check = await self.open_each(await self.files("file", count), 2)
        return took, count, check

    async def play_memory(self, count):
        """Kibibytes for each session that is kept open, in the place of seconds. In a new process, which has no memory
        left over from other work."""
        await self.files("file", count)
        request = f"resident count={count}\n"
        child = subprocess.run(
            [sys.executable, "-B", *sys.argv], input=request, stdout=subprocess.PIPE, text=True, check=True
        )
        return float(child.stdout.split()[1]), count, count

    async def play_resident(self, count):
        paths = await self.files("file", count)
        # What is loaded and made once is no session's.
        await self.close(await self.open(paths[0]))
        gc.collect()
        before = resident()
        handles = [await self.open(path) for path in paths]
        added = resident() - before
        for handle in handles:
            await self.close(handle)
        return added / count, count, count

    async def play_tasks(self, sessions, tasks, count):
        handles = [await self.open(path) for path in await self.files("tasks", sessions, data.BATCH)]
        try:
            groups = []
            for number in range(sessions * tasks):
                values = [data.peer_id(pick) for pick in data.picks(count, data.BATCH, first=number * count)]
                groups.append((self.finder(handles[number // tasks], "id"), values))
            took, found = await self.together(groups)
        finally:
            for handle in handles:
                await self.close(handle)
        return took, sessions * tasks * count, sum(peer.user_id for peer in found)


def resident():
    """The kibibytes of this process in memory."""
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
