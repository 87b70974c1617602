"""The driver as a process that changes keys, line by line, and can be killed while it does."""

import select
import signal
import subprocess
import time

from harness.driver import DriverError, environment

TIMEOUT = 60


class Keys:
    """Of a vault, or with `command` of a keyring's file."""

    def __init__(self, driver, path, secret, command="keys", **values):
        self.start(driver, path, secret, command, values)
        if self.answer() != "ready":
            error = self.process.stderr.read().strip()
            self.end()
            raise DriverError(error)

    def start(self, driver, path, secret, command, values):
        self.process = subprocess.Popen(
            [driver.path, command, str(path)], env=environment(None) | {"INTEROP_SECRET": secret.words} | values,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
        )

    @classmethod
    def opening(cls, driver, path, secret, **values):
        """One that is on its way to be ready, which is its answer to being started."""
        keys = cls.__new__(cls)
        keys.start(driver, path, secret, "keys", values)
        return keys

    def send(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self):
        return self.process.stdout.readline().strip()

    def ask(self, line):
        self.send(line)
        answer = self.answer()
        if answer.startswith("error") or not answer:
            raise DriverError(answer or self.process.stderr.read().strip())
        return answer

    def kill_after(self, delay):
        """Kills it so long after what it was told last; its answer to that, or None where it was at work still."""
        until = time.monotonic() + delay
        while (left := until - time.monotonic()) > 0:
            if select.select([self.process.stdout], [], [], left)[0]:
                break
        self.process.send_signal(signal.SIGKILL)
        answer = self.answer() or None
        self.end()
        if answer is None and self.process.returncode != -signal.SIGKILL:
            raise DriverError(f"ended with status {self.process.returncode} before it was killed")
        return answer

    def close(self):
        """Lets it end by itself."""
        self.process.stdin.close()
        status = self.process.wait(TIMEOUT)
        error = self.process.stderr.read().strip()
        self.end()
        if status != 0:
            raise DriverError(error or f"ended with status {status}")

    def end(self):
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass
