"""The driver as a process that is killed at a step of its work, and what it had open by then."""

import os
import pathlib
import signal
import subprocess
import time

from harness.driver import environment

# The calls of the storage that change it: the work of a migration.
WORK = {b"session", b"rows", b"scrub"}


class Run:
    """One run of the driver, which says its steps on standard output."""

    def __init__(self, driver, command, path, options):
        self.began = time.monotonic()
        options = dict(options)
        self.process = subprocess.Popen(
            [driver.path, command, str(path)],
            env=environment(options.pop("passphrase")) | options | {"INTEROP_STEPS": "1"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
        )
        self.steps, self.rest = [], b""

    def next_step(self):
        """Its name; None where the process ended."""
        while True:
            line, end, rest = self.rest.partition(b"\n")
            if end:
                self.rest = rest
                if line.startswith(b"step "):
                    self.steps.append((line[5:], time.monotonic() - self.began))
                    return line[5:]
                continue
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                return None
            self.rest += more

    def wait_for(self, names, index):
        """The step of these names with this number, from 0 on; None where the process ended before it."""
        while (step := self.next_step()) is not None:
            if step in names:
                if index == 0:
                    return step
                index -= 1
        return None

    def all_steps(self):
        """The steps of a run that nobody kills, with their times."""
        while self.next_step() is not None:
            pass
        self.process.stdout.close()
        if self.process.wait() != 0:
            raise RuntimeError("a run that nobody killed failed")
        return self.steps

    def kill(self, directory):
        """Kills it. Whether it was at work, and the files outside of the directory that it had open, removed ones too."""
        os.kill(self.process.pid, signal.SIGSTOP)  # Not through Popen, which would collect one that has ended.
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        others = [file for file in open_files(self.process.pid) if not is_below(directory, file)]
        self.process.kill()
        while self.next_step() is not None:
            pass
        self.process.stdout.close()
        was_killed = self.process.wait() == -signal.SIGKILL
        return was_killed and b"end" not in [name for name, _ in self.steps], others

    @staticmethod
    def sleep(seconds):
        """More exactly than a sleep alone, which wakes late."""
        until = time.monotonic() + seconds
        if seconds > 0.002:
            time.sleep(seconds - 0.002)
        while time.monotonic() < until:
            pass


def open_files(pid):
    """What is a file on a disk, of all that the process has open."""
    found = []
    try:
        for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
            name = os.readlink(link)
            if name.startswith("/") and not name.startswith(("/dev/", "/proc/", "/sys/")):
                found.append(name)
    except (FileNotFoundError, PermissionError):
        if not has_ended(pid):
            raise
    return found


def has_ended(pid):
    """Of a process that nobody has waited for yet, only root may ask what it had open."""
    state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state in "ZX"


def is_below(directory, file):
    """Itself too, which is opened to make names durable."""
    return f"{file}/".startswith(f"{directory}/") and not file.endswith(" (deleted)")
