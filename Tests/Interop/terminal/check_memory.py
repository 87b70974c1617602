"""That a secret that was read is in the process's memory once: in guarded memory, and in no buffer on its way there."""

import os
import pathlib
import secrets
import subprocess

from harness.checks import Skipped

from terminal.job import Job


def check_one_copy(checks, driver, directory):
    secret = "copy of " + secrets.token_hex(16)
    path = directory / "secret"
    path.touch(mode=0o600)
    path.write_text(secret + "\n")
    with Job(driver, "ask-and-hold") as job:
        job.asks(b"Passphrase: ")
        job.type(secret.encode() + b"\n")
        job.line()
        checks.equal("terminal: it is in memory once", copies(job.pid, secret), 1)
    with Held(driver, "file", path) as held:
        checks.equal("file: it is in memory once", copies(held.pid, secret), 1)
    with Held(driver, "descriptor", piped=secret) as held:
        checks.equal("descriptor: it is in memory once", copies(held.pid, secret), 1)
    with Held(driver, "environment", "A_SECRET", A_SECRET=secret) as held:
        checks.equal("environment: the variable is removed", held.said[0], "removed")
        environment = pathlib.Path(f"/proc/{held.pid}/environ").read_bytes()
        checks.true("environment: /proc does not show it", secret.encode() not in environment)
        checks.equal("environment: it is in memory once", copies(held.pid, secret), 1)


class Held:
    """The driver in another process, with the secret that it read, until the block ends."""

    def __init__(self, driver, *arguments, piped=None, **environment):
        options = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | environment)
        if piped is not None:
            reading, writing = os.pipe()
            os.write(writing, piped.encode())
            os.close(writing)
            options |= dict(pass_fds=[3], preexec_fn=lambda: os.dup2(reading, 3))
        self.process = subprocess.Popen([driver.path, "secret", *map(str, arguments)], **options)
        if piped is not None:
            os.close(reading)
        self.pid = self.process.pid

    def __enter__(self):
        self.said = []
        while not self.said or self.said[-1] != "held":
            line = self.process.stdout.readline()
            if not line:
                raise EOFError("the driver has ended")
            self.said.append(line.strip())
        return self

    def __exit__(self, *_):
        self.process.communicate("\n")


def copies(pid, secret):
    """How often the process's writable memory has it."""
    count = 0
    try:
        memory = open(f"/proc/{pid}/mem", "rb", buffering=0)
    except PermissionError:
        raise Skipped("another process's memory cannot be read here") from None
    with memory:
        for line in pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(address, 16) for address in place.split("-"))
            memory.seek(start)
            try:
                count += memory.read(end - start).count(secret.encode())
            except OSError:
                continue  # Memory of a device.
    return count
