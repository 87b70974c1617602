"""A pseudo-terminal: what it shows, what is typed on it, and whether it is as it was."""

import os
import pty
import select
import termios
import time

SECONDS = 20


class Terminal:
    def __init__(self):
        self.master, self.slave = pty.openpty()
        # Otherwise the first look at the settings may come before any were made.
        self.found = termios.tcgetattr(self.slave)
        self.shown = b""

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

    @property
    def everything_shown(self):
        while select.select([self.master], [], [], 0)[0]:
            self.shown += os.read(self.master, 4096)
        return self.shown

    def close(self):
        os.close(self.master)
        os.close(self.slave)

    @staticmethod
    def wait_for(stream, seconds=SECONDS):
        if not select.select([stream], [], [], max(0, seconds))[0]:
            raise TimeoutError("the job does not go on")
