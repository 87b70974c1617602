"""Plays the workloads against the contenders, and writes what came.

usage: main.py [--quick] [--only NAME[,NAME...]] [--rounds N]    (Tests/Benchmarks/run builds what it starts)
"""

import pathlib
import resource
import sys
import tempfile
import time

import arguments
import programs
from chart import Chart
from contender import Failed
from contenders import here, root
from machine import described
from results import Results
from rounds import Game
from samples import Samples

start = time.monotonic()


def say(words):
    print(f"[{time.monotonic() - start:6.0f} s] {words}", file=sys.stderr, flush=True)


def allow_many_files():
    """A thousand sessions are some files each; what is started from here has this limit too."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def play(wanted, directory, samples, found):
    sections, kinds, chosen = wanted.chosen()
    with Game(directory, wanted.rounds_played, wanted.is_quick, samples, say) as game:
        for section, rows in sections:
            game.play(section, rows, kinds)
    found |= programs.play(chosen, wanted.is_quick, say)


def write(results, samples, machine):
    directory = here.parent / "Results"
    directory.mkdir(exist_ok=True)
    (directory / "results.md").write_text(results.markdown(), encoding="utf-8")
    (directory / "ratios.svg").write_text(Chart(samples, machine).svg(), encoding="utf-8")
    say(f"wrote {(directory / 'results.md').relative_to(root)} and ratios.svg beside it")


def main():
    try:
        wanted = arguments.parse(sys.argv[1:])
    except arguments.Wrong as wrong:
        print(f"run: {wrong}", file=sys.stderr)
        return 2
    allow_many_files()
    samples, found, failure = Samples(), {}, None
    # On the disk of the repository: where temporary files are in memory, an fsync costs nothing.
    (root / ".build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=root / ".build", ignore_cleanup_errors=True) as directory:
        machine = described(directory)
        try:
            play(wanted, pathlib.Path(directory), samples, found)
        except Failed as reason:
            failure = reason
    results = Results(samples, wanted.is_quick, wanted.rounds_played, machine, found)
    print(results.markdown())
    if failure:
        print(f"run: {failure}", file=sys.stderr)
        return 1
    if not wanted.is_quick and not wanted.only:
        write(results, samples, machine)
    return 0


if __name__ == "__main__":
    sys.exit(main())
