"""The driver as a job in the foreground of a pseudo-terminal: what it shows, what is typed, and how it ends."""

import os
import pathlib
import subprocess
import sys

from terminal.terminal import Terminal


class Job(Terminal):
    def __init__(self, driver, *arguments):
        super().__init__()
        stdin, self.stdin = os.pipe()
        self.stdout, stdout = os.pipe()
        self.stderr, stderr = os.pipe()
        theirs = (self.slave, stdin, stdout, stderr)
        shell = pathlib.Path(__file__).with_name("shell.py")
        self.shell = subprocess.Popen(
            [sys.executable, "-B", shell, *map(str, theirs), driver.path, "secret", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pass_fds=theirs, start_new_session=True,
            # On a terminal Swift's runtime takes SIGQUIT for a crash, prints where, and lets the process go on.
            env=os.environ | {"SWIFT_BACKTRACE": "enable=no"},
        )
        for stream in (stdin, stdout, stderr):
            os.close(stream)
        self.pid = int(self.event().removeprefix("running "))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shell.kill()
        self.shell.wait()
        for stream in (self.stdin, self.stdout, self.stderr):
            os.close(stream)
        self.shell.stdin.close()
        self.shell.stdout.close()
        self.close()

    def event(self):
        """The next thing that happened to the job."""
        self.wait_for(self.shell.stdout.fileno())
        return self.shell.stdout.readline().strip()

    def go_on(self, where):
        self.shell.stdin.write(where + "\n")
        self.shell.stdin.flush()

    def output(self, stream=None):
        """All of its standard output, once it has ended."""
        stream = self.stdout if stream is None else stream
        parts = []
        while True:
            self.wait_for(stream)
            part = os.read(stream, 4096)
            if not part:
                return b"".join(parts).decode()
            parts.append(part)

    @property
    def errors(self):
        return self.output(self.stderr)

    def line(self):
        self.wait_for(self.stdout)
        return os.read(self.stdout, 4096).decode().strip()
