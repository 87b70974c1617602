"""Plays the workloads against the contenders, and writes what came.

usage: main.py [--quick] [--only NAME[,NAME...]] [--rounds N] | --redraw    (Tests/Benchmarks/run builds what it starts)
"""

import pathlib
import resource
import sys
import tempfile
import time

import arguments
import record
from chart import Chart
from contender import Failed
from contenders import here, root
from machine import described
from results import Results
from rounds import Game
from samples import Samples

RESULTS = here.parent / "Results"
start = time.monotonic()


def say(words):
    print(f"[{time.monotonic() - start:6.0f} s] {words}", file=sys.stderr, flush=True)


def allow_many_files():
    """A thousand sessions are some files each; what is started from here has this limit too."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def measure(wanted, samples, found):
    """Adds to the samples and to what programs printed, as far as it comes; gives the machine, and what went wrong."""
    sections, kinds, chosen = wanted.chosen()
    # On the disk of the repository: where temporary files are in memory, an fsync costs nothing.
    (root / ".build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="benchmarks-", dir=root / ".build", ignore_cleanup_errors=True
    ) as directory:
        machine = described(directory)
        try:
            with Game(pathlib.Path(directory), wanted.rounds_played, wanted.is_quick, samples, say) as game:
                for section, rows in sections:
                    game.play(section, rows, kinds)
            for program in chosen:
                say(f"{program.title}: {program.product}")
                found[program.name] = program.run(wanted.is_quick)
        except Failed as reason:
            return machine, reason
    return machine, None


def write(samples, rounds, machine, found):
    RESULTS.mkdir(exist_ok=True)
    text = Results(samples, False, rounds, machine, found).markdown()
    (RESULTS / "results.md").write_text(text, encoding="utf-8")
    (RESULTS / "ratios.svg").write_text(Chart(samples, machine).svg(), encoding="utf-8")
    say(f"wrote {RESULTS.relative_to(root)}/results.md, and ratios.svg beside it")


def run(wanted):
    allow_many_files()
    samples, found = Samples(), {}
    machine, failure = measure(wanted, samples, found)
    # What was measured until then is worth a look, also where it ended badly.
    print(Results(samples, wanted.is_quick, wanted.rounds_played, machine, found).markdown())
    if failure:
        print(f"run: {failure}", file=sys.stderr)
        return 1
    if not wanted.is_quick and not wanted.only:
        record.keep(samples, wanted.rounds_played, machine, found)
        write(samples, wanted.rounds_played, machine, found)
    return 0


def redraw():
    try:
        write(*record.kept())
    except FileNotFoundError:
        print(f"run: {record.PLACE.relative_to(root)} is not there: nothing has been measured yet", file=sys.stderr)
        return 1
    return 0


def main():
    try:
        wanted = arguments.parse(sys.argv[1:])
    except arguments.Wrong as wrong:
        print(f"run: {wrong}", file=sys.stderr)
        return 2
    return redraw() if wanted.is_redraw else run(wanted)


if __name__ == "__main__":
    sys.exit(main())
