"""The log-out that the article on leaked files shows, run by a real client: all of it but the network."""

import contextlib
import io
import os
import pathlib
import re
import textwrap
import types

from harness import sample
from harness.offline import wait

ARTICLE = pathlib.Path(__file__).parents[3] / "Sources/SessionVault/SessionVault.docc/LeakedAndLost.md"


def as_shown(checks, driver, directory, real):
    written = sample.session(peers=5)
    sealed = directory / "sealed.session"
    driver.write(sealed, written, passphrase="correct horse battery staple")
    text = driver.run("export", sealed, "pyrogram", passphrase="correct horse battery staple")
    requests, home = [], directory / "home"
    home.mkdir()

    class Offline(real.Client):
        async def start(self):
            await self.load_session()
            self.is_connected = self.is_initialized = True

        async def invoke(self, query, *arguments, **options):
            requests.append((type(query).__name__, (await self.storage.auth_key()).hex()))

        async def stop(self, *arguments, **options):
            await self.storage.close()

    with contextlib.chdir(home):
        run(Offline, text + "\n")
    checks.equal("log-out: what the server is told", [name for name, _ in requests], ["LogOut"])
    checks.true("log-out: with the session's key", [key for _, key in requests] == [written["session"]["authKey"]])
    checks.equal("log-out: files that are left", os.listdir(home), [])


def run(client, text):
    (code,) = re.findall(r"```python\n(.*?)```", ARTICLE.read_text(), re.DOTALL)
    scope = {"Client": client, "sys": types.SimpleNamespace(stdin=io.StringIO(text))}
    exec("async def shown():\n" + textwrap.indent(code, "    "), scope)
    wait(scope["shown"]())
