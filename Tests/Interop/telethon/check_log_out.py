"""Logging a leaked session out."""

import asyncio
import inspect

from telethon import TelegramClient


def check_log_out(checks, driver, directory):
    """The call that the article on leaked files names, and what it asks of the server."""
    checks.true("log-out: it is to be awaited", asyncio.iscoroutinefunction(TelegramClient.log_out))
    checks.true("log-out: the server is told", "LogOutRequest" in inspect.getsource(TelegramClient.log_out))
