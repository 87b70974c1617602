"""The shell of a story: one bash with job control on a terminal of its own, so that variables, directories and jobs last
from one command to the next."""

import contextlib
import os
import pathlib
import re
import select
import shlex
import signal
import subprocess
import time

import pattern
from terminal.terminal import Terminal

SECONDS = 60
PROMPT_SECONDS = 20


class Ended(Exception):
    """The shell is no more, or was stopped since a command did not end."""


class Shell(Terminal):
    def __init__(self, home, files, environment):
        super().__init__()
        self.files, self.count = files, 0
        commands, self.commands = os.pipe()
        self.statuses, self.status_end = os.pipe()
        # The first terminal that the leader of a session opens is its own. Bash takes the terminal of its standard error.
        self.process = subprocess.Popen(
            ["bash", "-c", 'exec bash --norc -m -s 2<>"$0"', os.ttyname(self.slave)], stdin=commands, cwd=home,
            env=environment, start_new_session=True, pass_fds=[self.status_end],
        )
        os.close(commands)
        # Without a trap a command that Ctrl-C ends would take the shell with it.
        self.send("trap : INT; umask 022")

    def send(self, line):
        os.write(self.commands, (line + "\n").encode())

    def run(self, block, variables):
        """Runs a block and returns its exit status, its standard output and error, and what was wrong besides."""
        self.count += 1
        place = self.files / str(self.count)
        known = "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
        place.write_text(known + block.command + "\n", encoding="utf-8")
        out, error = place.with_suffix(".out"), place.with_suffix(".err")
        streams = "</dev/tty >/dev/tty 2>&1" if block.on_terminal else f"</dev/null >{out} 2>{error}"
        for path in (out, error):
            path.touch(mode=0o600)  # The tool warns where others can read what it writes.
        self.shown = b""
        self.send(f"{{ source {place}; }} {streams} {self.status_end}>&-")
        # In a line of its own, since Ctrl-C has the shell drop the rest of a line.
        self.send(f"echo $? >&{self.status_end}")
        complaints = list(self.play(block, variables) if block.on_terminal else ())
        status = self.status(block, complaints)
        if not self.is_put_back:
            complaints.append("the terminal is not as it was")
        if block.on_terminal:
            return status, self.screen(), [], complaints
        return status, *(pattern.lines_of(path.read_text(encoding="utf-8", errors="replace")) for path in (out, error)), complaints

    def play(self, block, variables):
        """Waits for each prompt and types what is to be typed; yields what is wrong."""
        for line in block.expected:
            if line.mark == ">":
                prompt = re.compile(r"(?:.*\n)?" + pattern.expression(line.text, variables) + r"\s*", re.DOTALL)
                if not self.waits(lambda: prompt.fullmatch(self.plain()), PROMPT_SECONDS):
                    yield f"it did not ask {line.text!r}"
                    if not self.has_ended:
                        self.type(b"\x03")
                    return
            elif line.mark == "<":
                if self.echoes:
                    yield "the terminal shows what is typed"
                self.shown += b"\0"  # The same prompt again is a new one.
                self.type(keys(line.text))

    def status(self, block, complaints):
        """The block's exit status. What asks where nobody types is interrupted."""
        if not block.on_terminal:
            if self.waits(self.everything, SECONDS):
                complaints.append("it asked on the terminal: " + self.plain().strip())
                time.sleep(0.2)
                if not self.has_ended:
                    self.type(b"\x03")
        self.waits(lambda: False, SECONDS)
        if not self.has_ended:
            complaints.append(f"it did not end in {SECONDS} seconds")
            self.type(b"\x03")
            self.waits(lambda: False, PROMPT_SECONDS)
        if not self.has_ended:
            self.end()
            raise Ended("Ctrl-C does not end it")
        status = os.read(self.statuses, 100).strip()
        if not status:
            raise Ended("the shell has ended")
        return int(status)

    @property
    def has_ended(self):
        """Whether the command has."""
        return bool(select.select([self.statuses], [], [], 0)[0])

    def everything(self):
        return self.everything_shown

    def waits(self, condition, seconds):
        """Whether the condition came to hold before the command ended."""
        end = time.monotonic() + seconds
        while True:
            ready = select.select([self.master, self.statuses], [], [], max(0, end - time.monotonic()))[0]
            if self.master in ready:
                self.everything()
            if condition():
                return True
            if self.statuses in ready or not ready:
                return False

    def plain(self):
        return self.shown.decode(errors="replace").replace("\r\n", "\n")

    def screen(self):
        """The lines that a reader sees once all is shown: what was overwritten or erased is gone."""
        self.everything()
        lines = [line.rsplit("\r", 1)[-1] for line in self.plain().replace("\0", "").split("\n")]
        lines = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line).rstrip() for line in lines]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def end(self):
        """Ends the shell and all that it started and is still there."""
        for pid in members(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()

    def close(self):
        self.end()
        for stream in (self.commands, self.statuses, self.status_end):
            os.close(stream)
        super().close()


def keys(text):
    """What is typed: a line, or keys up to the last one where that is a control character, such as `^C`."""
    typed = re.sub(r"\^(.)", lambda found: chr(ord(found[1]) & 0x1F), text)
    return (typed if re.search(r"\^.$", text) else typed + "\n").encode()


def members(session):
    """The processes of the session whose leader is given."""
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name of the program, in parentheses, may have any character.
            if int(path.read_text(errors="replace").rpartition(")")[2].split()[3]) == session:
                yield int(path.parent.name)
