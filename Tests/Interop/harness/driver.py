"""Our side: the library, through the executable InteropDriver."""

import contextlib
import json
import os
import subprocess

TIMEOUT = 120
PEER = ("id", "accessHash", "type", "usernames", "phoneNumber", "date")
STATE = ("id", "pts", "qts", "date", "seq")


class DriverError(Exception):
    """What the driver wrote on standard error."""


class Driver:
    def __init__(self, path):
        self.path = path

    def run(self, *arguments, passphrase=None, coverage=None, stdin="", values=None, **options):
        """The driver's standard output. The passphrase goes through the environment: arguments are everyone's to read."""
        values = environment(passphrase) | ({"INTEROP_COVERAGE": coverage} if coverage else {}) | (values or {})
        done = subprocess.run(
            [*options.pop("prefix", []), self.path, *map(str, arguments)],
            input=stdin, capture_output=True, text=True, timeout=TIMEOUT, env=values, **options,
        )
        if done.returncode != 0:
            raise DriverError(done.stderr.strip() or f"ended with status {done.returncode}")
        return done.stdout

    def json(self, *arguments, value=None, **options):
        return json.loads(self.run(*arguments, stdin="" if value is None else json.dumps(value), **options))

    def dump(self, path, **options):
        """The driver leaves out what is null; here it is there as None."""
        found = self.json("dump", path, **options)
        for rows, names in (("peers", PEER), ("updateStates", STATE)):
            found[rows] = [dict.fromkeys(names) | row for row in found[rows]]
        return {"session": None} | found

    def write(self, path, session, **options):
        return self.json("write", path, value=session, **options)

    def look_up(self, path, lookups, **options):
        return self.json("lookup", path, value=lookups, **options)

    @contextlib.contextmanager
    def held_open(self, path, session, passphrase=None, values=None):
        """The session at the path, open in another process that has just written what is given to it."""
        process = subprocess.Popen(
            [self.path, "hold", str(path)], env=environment(passphrase) | (values or {}), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        try:
            process.stdin.write(json.dumps(session) + "\n")
            process.stdin.flush()
            if process.stdout.readline().strip() != "ready":
                raise DriverError(process.stderr.read().strip())
            yield process
            process.stdin.close()
            if process.wait(TIMEOUT) != 0:
                raise DriverError(process.stderr.read().strip())
        finally:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                stream.close()


def environment(passphrase):
    values = {name: value for name, value in os.environ.items() if name != "INTEROP_PASSPHRASE"}
    return values if passphrase is None else values | {"INTEROP_PASSPHRASE": passphrase}
