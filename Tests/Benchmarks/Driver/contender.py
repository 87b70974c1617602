"""A contender's process: it is asked a line, and answers with a line."""

import os
import select
import subprocess
import time
from dataclasses import dataclass


class Failed(Exception):
    """A contender that died, reported an error, or gave another answer than the rest."""


@dataclass(frozen=True)
class Reply:
    seconds: float
    operations: int
    check: int


def parse(line):
    """A reply, or None where the contender cannot do what was asked."""
    words = line.split()
    if words == ["no"]:
        return None
    if not words or words[0] != "ok" or len(words) != 4:
        raise ValueError(f"answered {line.strip()!r}")
    reply = Reply(float(words[1]), int(words[2]), int(words[3]))
    if not (reply.seconds >= 0 and reply.operations > 0 and 0 <= reply.check < 2**64):
        raise ValueError(f"answered {line.strip()!r}")
    return reply


class Contender:
    # A million peers in the slowest takes some minutes.
    patience = 1_800

    def __init__(self, name, command, directory):
        """The directory is there, empty, and its alone; what it writes on standard error goes to a file beside it."""
        self.name = name
        self.log = directory.with_suffix(".stderr")
        with open(self.log, "wb") as log:
            try:
                self.process = subprocess.Popen(
                    [*command, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0
                )
            except OSError as error:
                raise Failed(f"{name} cannot be started: {error}") from None
        self.rest = b""

    def ask(self, request):
        try:
            self.process.stdin.write(request.encode() + b"\n")
            line = self.line(request)
            if line.startswith("error"):
                raise ValueError(f"answered {line.strip()!r}")
            return parse(line)
        except BrokenPipeError:
            raise self.dead(request) from None
        except ValueError as error:
            raise Failed(f"{self.name}: asked {request!r}, it {error}{self.said()}") from None

    def line(self, request):
        end = time.monotonic() + self.patience
        while b"\n" not in self.rest:
            readable, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            if not readable:
                raise Failed(f"{self.name}: asked {request!r}, it gave no answer in {self.patience} s{self.said()}")
            came = os.read(self.process.stdout.fileno(), 65_536)
            if not came:
                raise self.dead(request)
            self.rest += came
        line, _, self.rest = self.rest.partition(b"\n")
        return line.decode(errors="replace")

    def dead(self, request):
        return Failed(f"{self.name}: asked {request!r}, it ended with status {self.process.wait()}{self.said()}")

    def said(self):
        """The end of what it wrote on standard error, to be put behind a message."""
        text = self.log.read_text(errors="replace").strip()
        return f"; its standard error:\n{text[-2_000:]}" if text else "; it wrote nothing on standard error"

    def close(self):
        """Lets it end by itself."""
        self.process.stdin.close()
        try:
            status = self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"{self.name} did not end at the end of its input{self.said()}") from None
        finally:
            self.process.stdout.close()
        if status != 0:
            raise Failed(f"{self.name} ended with status {status}{self.said()}")

    def kill(self):
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()
