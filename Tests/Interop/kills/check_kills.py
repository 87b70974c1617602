"""A migration killed at 500 random points: whatever is left opens and is taken up again, and nothing is lost.

Files of every journal mode are sealed, and sealed ones unsealed. INTEROP_SEED repeats a run's points, INTEROP_KILLS
changes their number.
"""

import collections
import concurrent.futures
import itertools
import os
import secrets
import shutil

from harness import sample
from harness.sample import undated
from kills import starts
from kills.chain import CHEAP, PASSPHRASE, PLAIN, SEALED, TRANSITION, Chain, Killer, content
from kills.process import Run

KILLS = int(os.environ.get("INTEROP_KILLS", 500))
AT_ONCE = 2
# Of nine chains, seven seal, one from each start, and two unseal.
ROUND = [("encrypt", mode) for mode in starts.MODES] + [("decrypt", "sealed")] * 2


def check_killed_at_any_point(checks, driver, directory):
    seed = os.environ.get("INTEROP_SEED") or secrets.token_hex(4)
    subjects = {subject: prepared(checks, driver, directory, *subject) for subject in dict.fromkeys(ROUND)}
    chains = list(kill(driver, directory, subjects, seed))
    show(chains, seed)
    for chain in chains:
        if chain.wrong:
            checks.fail(f"kills: {chain}", "; ".join(chain.wrong))
        else:
            checks.passed += 1
    kills = [kill for chain in chains for kill in chain.kills]
    checks.true(f"kills: {KILLS} hit a process at work", sum(kill.was_at_work for kill in kills) >= KILLS)
    checks.true("kills: others hit one that opens its file", any(not kill.was_at_work for kill in kills))
    for number, what in ((1, "first"), (2, "second"), (3, "third")):
        checks.true(f"kills: a {what} one in a migration", any(len(chain.kills) >= number for chain in chains))
    for left in (PLAIN, TRANSITION, SEALED):
        checks.true(f"kills: some leave it {left}", any(kill.left == left for kill in kills))


def prepared(checks, driver, directory, command, mode):
    """A directory to begin with, what is in it, and how long the command's steps take when nobody kills it."""
    source = directory / mode
    source.mkdir(mode=0o700)
    path, trial = source / "killed.session", directory / "trial"
    written = starts.kept(mode, sample.session(peers=1000, seed=8))
    former = written | {"peers": [
        peer | {"usernames": [f"former_{name}" for name in peer["usernames"]], "phoneNumber": f"1666{number:07}"}
        for number, peer in enumerate(written["peers"])
    ]}
    starts.leave(path, "wal" if command == "decrypt" else mode, written, former)
    shutil.copytree(source, trial)
    found = driver.dump(trial / path.name)
    shutil.rmtree(trial)
    session = {name: found["session"][name] for name in written["session"]}
    checks.equal(f"kills: {mode}: the session, before", session, written["session"])
    checks.same_rows(f"kills: {mode}: peers, before", found["peers"], undated(written["peers"]))
    checks.same_rows(f"kills: {mode}: update states, before", found["updateStates"], written["updateStates"])
    if command == "decrypt":
        driver.run("encrypt", path, passphrase=PASSPHRASE, values=CHEAP)
    times = []
    for _ in range(3):
        shutil.copytree(source, trial)
        times.append(Run(driver, command, trial / path.name, CHEAP | {"passphrase": PASSPHRASE}).all_steps())
        shutil.rmtree(trial)
    # The quickest: whatever disturbs a run makes it longer, and a kill after the end does not count.
    return source, content(found), written, former, min(times, key=lambda steps: steps[-1][1])


def kill(driver, directory, subjects, seed):
    """Chains, two at a time, until there are kills enough."""
    def run(number):
        command, mode = ROUND[number % len(ROUND)]
        source, *rest = subjects[command, mode]
        killer = Killer(driver, directory / f"chain{number}", source, *rest)
        return killer.run(Chain(number, seed, command, mode))

    count, numbers = 0, itertools.count()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as workers:
        while count < KILLS:
            for chain in workers.map(run, itertools.islice(numbers, 2 * len(ROUND))):
                count += sum(kill.was_at_work for kill in chain.kills)
                yield chain


def show(chains, seed):
    """The table of kills: a row for what was killed, with what it left, and what was wrong after the last of a chain."""
    columns = ("kills", PLAIN, TRANSITION, SEALED, "wrong", "remnants")
    rows = collections.defaultdict(collections.Counter)
    for chain in chains:
        for kill in chain.kills:
            is_last = kill is chain.kills[-1]
            row = {"kills": 1, kill.left: 1}
            row |= {"wrong": int(is_last and bool(chain.wrong)), "remnants": is_last * chain.remnants}
            rows[kind(kill), chain.start].update(row)
            rows["all but those at the opening" if kill.was_at_work else "all at the opening", ""].update(row)
    print(f"kills, seed {seed}: what was killed | start | " + " | ".join(columns))
    for (what, start), row in sorted(rows.items(), key=lambda item: (item[0][0].startswith("all"), item[0])):
        print(f"kills: {what} | {start} | " + " | ".join(str(row[column]) for column in columns))


def kind(kill):
    if not kill.was_at_work:
        return f"{kill.command}, opening the file"
    return f"{kill.command}, taking up what was killed" if kill.is_resuming else kill.command
