"""A Python client's storage as a contender: it reads a request a line, and answers each with a line.

usage: client.py CLIENT ships|commits DIRECTORY    (with that client's Python)

With `commits`, every batch of peers is committed, where the client as it ships leaves that for later.
"""

import asyncio
import importlib
import sys


async def answer(client, request):
    workload, *options = request.split()
    play = getattr(client, "play_" + workload.replace("-", "_"), None)
    found = play and await play(**{name: int(value) for name, value in (option.split("=") for option in options)})
    if not found:
        return "no"
    seconds, operations, check = found
    return f"ok {seconds:.9f} {operations} {check % 2**64}"


async def serve(made, directory, commits):
    client = made(directory)
    if commits:
        client.commits_batches = True
    # Nothing else runs in this loop, so it may wait for the next line.
    for request in sys.stdin:
        try:
            print(await answer(client, request), flush=True)
        except Exception as error:
            print(f"error {type(error).__name__}: {error}".replace("\n", " "), flush=True)
    await client.end()


def main():
    name, policy, directory = sys.argv[1:]
    asyncio.run(serve(importlib.import_module(f"clients.{name}").client, directory, policy == "commits"))


if __name__ == "__main__":
    main()
