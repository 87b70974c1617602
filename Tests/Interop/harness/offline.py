"""What keeps a real client offline, and the event loop that it runs in.

Whatever would go to the network, generate a key or ask on the terminal ends the check instead. These derive from
BaseException, since the clients catch Exception around their prompts and ask again. To be imported before the client,
which takes the event loop of the moment.
"""

import asyncio
import logging
import socket

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
# They warn about strings in the old form, and about the lack of a faster cipher.
for package in ("pyrogram", "hydrogram"):
    logging.getLogger(package).setLevel(logging.ERROR)


class NewKey(BaseException):
    pass


class Prompt(BaseException):
    pass


class Network(BaseException):
    pass


class NoAuth:
    def __init__(self, *arguments):
        raise NewKey("the client would generate an auth key over the stored one")


async def no_prompt(*arguments, **options):
    raise Prompt("the client would ask on the terminal")


def no_network(*arguments, **options):
    raise Network("the client would go to the network")


socket.socket.connect = no_network
socket.socket.connect_ex = no_network


def wait(coroutine):
    return loop.run_until_complete(coroutine)
