"""The driver as a job in the foreground of a pseudo-terminal: what it shows, what is typed, and how it ends."""

import os
import pathlib
import pty
import select
import subprocess
import sys
import termios
import time

SECONDS = 20


class Job:
    def __init__(self, driver, *arguments):
        self.master, self.slave = pty.openpty()
        # Otherwise the first look at the settings may come before any were made.
        self.found = termios.tcgetattr(self.slave)
        self.shown = b""
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
        for stream in (self.master, self.slave, self.stdin, self.stdout, self.stderr):
            os.close(stream)
        self.shell.stdin.close()
        self.shell.stdout.close()

    def event(self):
        """The next thing that happened to the job."""
        self.wait_for(self.shell.stdout.fileno())
        return self.shell.stdout.readline().strip()

    def go_on(self, where):
        self.shell.stdin.write(where + "\n")
        self.shell.stdin.flush()

    def asks(self, prompt):
        """Waits until the terminal shows the prompt as the last thing; true where nothing would be shown that is typed."""
        end = time.monotonic() + SECONDS
        while not self.shown.endswith(prompt):
            self.wait_for(self.master, end - time.monotonic())
            self.shown += os.read(self.master, 4096)
        return not self.echoes

    def type(self, keys):
        os.write(self.master, keys)

    @property
    def settings(self):
        return termios.tcgetattr(self.slave)

    @property
    def echoes(self):
        return bool(self.settings[3] & termios.ECHO)

    @property
    def is_put_back(self):
        return self.settings == self.found

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

    @property
    def everything_shown(self):
        while select.select([self.master], [], [], 0)[0]:
            self.shown += os.read(self.master, 4096)
        return self.shown

    @staticmethod
    def wait_for(stream, seconds=SECONDS):
        if not select.select([stream], [], [], max(0, seconds))[0]:
            raise TimeoutError("the job does not go on")
