"""Two processes that open one session at the same moment: one owns it, and the other is told so."""

import json
import subprocess
import time

ROUNDS = 60
# Seconds until a process that was started waits for its input.
STARTING = 0.1


def check_two_starters(checks, driver, directory):
    path = directory / "raced.session"
    owners = [owners_of(driver, path) for _ in range(ROUNDS)]
    checks.equal(f"starters: rounds of {ROUNDS} with one owner", owners.count(1), ROUNDS)


def owners_of(driver, path):
    """How many of two processes that are started at once have the session open, once both have tried."""
    starters = [
        subprocess.Popen(
            [driver.path, "hold", str(path)], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    # They wait for a line before they open it.
    time.sleep(STARTING)
    for starter in starters:
        starter.stdin.write(json.dumps({"peers": [], "updateStates": []}) + "\n")
        starter.stdin.flush()
    owners = sum(starter.stdout.readline().strip() == "ready" for starter in starters)
    for starter in starters:
        starter.communicate()
    return owners
