"""How a passphrase is asked for on a terminal: nothing is shown, and the terminal is as it was, whatever happens."""

import os
import signal
import subprocess
import termios

from terminal.job import Job

SECRET = "correct horse battery staple"
LINE = SECRET.encode() + b"\n"
PROMPT = b"Passphrase: "
AGAIN = b"Again, to confirm: "
ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGPIPE", "SIGUSR1", "SIGUSR2", "SIGXCPU")
# On the main thread, and on one of a pool, which blocks signals.
WAYS = ("ask", "ask-on-a-worker")


def check_entry(checks, driver, directory):
    for way in WAYS:
        with Job(driver, way) as job:
            checks.true(f"{way}: the echo is off while it asks", job.asks(PROMPT))
            job.type(LINE)
            checks.equal(f"{way}: it ends well", job.event(), "exited 0")
            checks.equal(f"{way}: it has what was typed", job.output(), SECRET + "\n")
            checks.true(f"{way}: the terminal is as it was", job.is_put_back)
            checks.equal(f"{way}: nothing but the prompt is shown", job.everything_shown, PROMPT + b"\r\n")


def check_editing(checks, driver, directory):
    for keys, expected in ((b"wrong\x15right\n", "right"), (b"righx\x7ft\n", "right"), (b"right\x04\x04", "right")):
        with Job(driver, "ask") as job:
            job.asks(PROMPT)
            job.type(keys)
            job.event()
            checks.equal("editing: the line is what the user left of it", job.output(), expected + "\n")


def check_typed_ahead(checks, driver, directory):
    """What stands after the line would go to the shell, and it may be the rest of a secret."""
    with Job(driver, "ask-and-hold") as job:
        job.asks(PROMPT)
        job.type(LINE + b"and the rest")
        job.line()
        job.type(b"\n")
        os.set_blocking(job.slave, False)
        checks.equal("typed ahead: what was not read is dropped", os.read(job.slave, 100), b"\n")


def check_standard_input(checks, driver, directory):
    with Job(driver, "ask") as job:
        os.write(job.stdin, b"not this\n")
        job.asks(PROMPT)
        job.type(LINE)
        job.event()
        checks.equal("standard input: it is not read", job.output(), SECRET + "\n")


def check_confirming(checks, driver, directory):
    for second, expected in ((LINE, "exited 0"), (b"another\n", "exited 1")):
        with Job(driver, "ask-twice") as job:
            job.asks(PROMPT)
            job.type(LINE)
            checks.true("confirming: the echo is off the second time", job.asks(AGAIN))
            job.type(second)
            checks.equal("confirming: it ends as it should", job.event(), expected)
            checks.true("confirming: the terminal is as it was", job.is_put_back)
            if second != LINE:
                checks.true("confirming: it says why", "the same way twice" in job.errors)


def check_refusals(checks, driver, directory):
    for line, reason in ((b"\n", "is empty"), (b"\x04", "is empty"), (b"x" * 1024 + b"\n", "longer than"),
                         (b"x" * 5000 + b"\n", "longer than"), (b"\xff\n", "UTF-8")):
        with Job(driver, "ask") as job:
            job.asks(PROMPT)
            job.type(line)
            checks.equal(f"refused ({reason}): it fails", job.event(), "exited 1")
            checks.true(f"refused ({reason}): it says why", reason in job.errors)
            checks.true(f"refused ({reason}): the terminal is as it was", job.is_put_back)
    with Job(driver, "ask") as job:
        job.asks(PROMPT)
        job.type(b"x" * 1023 + b"\n")
        job.event()
        checks.equal("the longest line is taken", job.output(), "x" * 1023 + "\n")


def check_recovery_code(checks, driver, directory):
    with Job(driver, "ask-code") as job:
        checks.true("recovery code: the echo is off", job.asks(b"Recovery code: "))
        job.type(b"SVREC1 ERUUMGHT 79VLE64A GPZYSAAR 7QRAUE88\n")
        job.event()
        checks.equal("recovery code: it is read", job.output(), "SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88\n")


def check_ending(checks, driver, directory):
    for way in WAYS:
        for name in ENDING:
            with Job(driver, way) as job:
                job.asks(PROMPT)
                os.kill(job.pid, signal.Signals[name])
                checks.equal(f"{way}, {name}: it ends by it", job.event(), f"killed {int(signal.Signals[name])}")
                checks.true(f"{way}, {name}: the terminal is as it was", job.is_put_back)
    for key, number in ((b"\x03", signal.SIGINT), (b"\x1c", signal.SIGQUIT)):
        with Job(driver, "ask") as job:
            job.asks(PROMPT)
            job.type(b"half a line" + key)
            checks.equal(f"key {key}: it ends by its signal", job.event(), f"killed {int(number)}")
            checks.true(f"key {key}: the terminal is as it was", job.is_put_back)


def check_stopping(checks, driver, directory):
    for way in WAYS:
        for stop in (lambda job: job.type(b"half a line\x1a"), lambda job: os.kill(job.pid, signal.SIGTSTP)):
            with Job(driver, way) as job:
                job.asks(PROMPT)
                for _ in range(2):
                    job.shown = b""
                    stop(job)
                    checks.equal(f"{way}, stopped: it stops", job.event(), f"stopped {int(signal.SIGTSTP)}")
                    checks.true(f"{way}, stopped: the terminal is as it was", job.is_put_back)
                    job.go_on("fg")
                    checks.true(f"{way}, stopped: it asks on, without an echo", job.asks(PROMPT))
                job.type(LINE)
                checks.equal(f"{way}, stopped: it ends well", job.event(), "exited 0")
                checks.equal(f"{way}, stopped: it has the line alone", job.output(), SECRET + "\n")
                checks.true(f"{way}, stopped: the terminal is as it was at the end", job.is_put_back)


def check_background(checks, driver, directory):
    """In the background it may not touch the terminal, which is the shell's."""
    with Job(driver, "ask") as job:
        job.asks(PROMPT)
        job.type(b"\x1a")
        job.event()
        job.shown = b""
        job.go_on("bg")
        checks.equal("background: it stops at the terminal", job.event(), f"stopped {int(signal.SIGTTOU)}")
        checks.true("background: the terminal is as it was", job.is_put_back)
        job.go_on("fg")
        checks.true("background: it asks on in the foreground", job.asks(PROMPT))
        os.kill(job.pid, signal.SIGTERM)
        checks.equal("background: it ends by a signal then", job.event(), f"killed {int(signal.SIGTERM)}")
        checks.true("background: the terminal is as it was at the end", job.is_put_back)


def check_unstoppable(checks, driver, directory):
    """SIGSTOP cannot be caught; a shell puts its own settings back then, which echo."""
    with Job(driver, "ask") as job:
        job.asks(PROMPT)
        job.shown = b""
        os.kill(job.pid, signal.SIGSTOP)
        job.event()
        termios.tcsetattr(job.slave, termios.TCSANOW, job.found)
        job.go_on("fg")
        checks.true("SIGSTOP: the echo is off again when it asks on", job.asks(PROMPT))
        job.type(LINE)
        checks.equal("SIGSTOP: it ends well", job.event(), "exited 0")
        checks.true("SIGSTOP: the terminal is as it was", job.is_put_back)


def check_handlers(checks, driver, directory):
    with Job(driver, "ask-and-handle") as job:
        job.asks(PROMPT)
        job.shown = b""
        os.kill(job.pid, signal.SIGUSR1)
        checks.true("a handler of SIGUSR1: it asks on", job.asks(PROMPT))
        job.type(b"\x03")
        checks.equal("a handler of SIGINT: the question is given up", job.event(), "exited 1")
        checks.true("a handler of SIGINT: it says so", "Cancel" in job.errors)
        checks.true("a handler of SIGINT: the terminal is as it was", job.is_put_back)
    with Job(driver, "ask-and-end") as job:
        job.asks(PROMPT)
        os.kill(job.pid, signal.SIGCONT)
        checks.equal("SIGTERM while SIGCONT is handled: it ends by it", job.event(), f"killed {int(signal.SIGTERM)}")
        checks.true("SIGTERM while SIGCONT is handled: the terminal is as it was", job.is_put_back)
    with Job(driver, "ask-and-ignore") as job:
        job.asks(PROMPT)
        job.type(b"\x03" + LINE)
        checks.equal("an ignored signal: it stays ignored", job.event(), "exited 0")


def check_exit(checks, driver, directory):
    with Job(driver, "ask-and-exit") as job:
        job.asks(PROMPT)
        os.write(job.stdin, b"now\n")
        checks.equal("exit on another thread: it exits", job.event(), "exited 3")
        checks.true("exit on another thread: the terminal is as it was", job.is_put_back)


def check_no_terminal(checks, driver, directory):
    done = subprocess.run(
        [driver.path, "secret", "ask"], input="not this\n", capture_output=True, text=True, timeout=60,
        start_new_session=True,
    )
    checks.true("no terminal: it fails", done.returncode == 1)
    checks.true("no terminal: it says so", "has no terminal to ask on" in done.stderr)
