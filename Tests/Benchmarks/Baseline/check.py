"""Counts instructions and heap allocations of one operation each, and compares them with baseline.tsv beside it.

usage: check.py           fails where a count has grown by more than 5 %; ends in `N passed, N failed[, N skipped]`
       check.py --accept  writes the counts of now into baseline.tsv, to be committed with what changed them

It builds nothing: Tests/run and Tests/Benchmarks/run do. A count that has fallen by more than 5 % passes, and it is
said that the baseline should follow, since growth back to where it was would pass too. Counts with another compiler,
other libraries or another kind of processor cannot be compared: there every operation is counted and then skipped.
"""

import pathlib
import platform
import re
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here.parent / "Driver"), str(here.parents[1] / "Interop")]

from baseline import PLACE, Baseline, parsed  # noqa: E402
from callgrind import Counted, without_debug_information  # noqa: E402
from contender import Contender, Failed  # noqa: E402
from contenders import BUILT, root  # noqa: E402
from counts import Counts  # noqa: E402
from expected import expected  # noqa: E402
from harness.checks import Checks  # noqa: E402
from machine import library, output, swift  # noqa: E402
from operations import NAMES, PEERS, played  # noqa: E402


def counted_with():
    """What the counts hang on, beside the library."""
    versions = {
        "Swift": swift(),
        "SQLite": library("sqlite3"),
        "libsodium": library("libsodium"),
        "glibc": platform.libc_ver()[1] or "unknown",
        "valgrind": output("valgrind", "--version").removeprefix("valgrind-") or "unknown",
    }
    # libsodium has other code for other processors.
    return ", ".join([processor(), *(f"{name} {version}" for name, version in versions.items())])


def processor():
    flags = re.search(r"^flags\s*:(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    known = [flag for flag in ("ssse3", "sse4_1", "avx", "avx2") if flags and flag in flags[1].split()]
    return " ".join([platform.machine(), *known])


def count_all():
    """The counts of every operation, by name."""
    counts = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        directory = pathlib.Path(directory)
        program = without_debug_information(BUILT / "HotPaths", directory)
        for sealing in ("plain", "sealed"):
            files = directory / sealing
            files.mkdir(mode=0o700)
            prepare([str(program), sealing], files)
            counts |= count([str(program), sealing], sealing, files, directory / f"{sealing}.dumps")
    return counts


def prepare(command, files):
    """Not under valgrind, which would take long."""
    contender = Contender("HotPaths", command, files)
    answered(contender, f"prepare peers={PEERS}")
    contender.close()


def count(command, sealing, files, dumps):
    counted = Counted(command, files, dumps)
    try:
        answered(counted.contender, "open count=1")
        counts = {name: count_one(counted, operation) for name, operation in played(sealing).items()}
        counted.contender.close()
    except Failed:
        counted.contender.kill()
        raise
    return counts


def count_one(counted, operation):
    """What is done once in a process, and what a cache then has, is done before."""
    answered(counted, operation.asked(version=1))
    if operation.is_first:
        answered(counted, "open count=1")
    reply, counts = answered(counted, operation.asked(version=2))
    if counts.instructions == 0:
        raise Failed(f"{operation.title}: nothing was counted; are there marks in the program?")
    operations = reply.operations
    return Counts(round(counts.instructions / operations), round(counts.allocations / operations, 2))


def answered(player, request):
    """What it gave, where that is the right answer."""
    given = player.ask(request)
    reply = given[0] if isinstance(given, tuple) else given
    if reply is None or expected(request) not in (None, reply.check):
        raise Failed(f"asked {request!r}, it did not give the right answer")
    return given


def compare(checks, baseline, counts, now):
    """A check for each operation that is in both."""
    if baseline.counted_with != now:
        print(f"the baseline was counted with {baseline.counted_with}; here it is {now}")
        for name in NAMES:
            checks.skip(name, "it was counted, and that cannot be compared with the baseline's count")
        return
    for name in [name for name in NAMES if name in baseline.counts]:
        grown, shrunk = (how(counts[name], baseline.counts[name]) for how in (Counts.grown, Counts.shrunk))
        if grown:
            checks.fail(name, "; ".join(grown))
        else:
            checks.passed += 1
        if shrunk:
            print(f"less than the baseline, so accept it anew: {name}: {'; '.join(shrunk)}")
    if checks.failed:
        print(f"where that is wanted: python3 {here.relative_to(root)}/check.py --accept, in the same commit")


def check():
    checks = Checks()
    try:
        baseline = parsed(PLACE.read_text(encoding="utf-8"))
        odd = "".join(f", {name!r}" for name in sorted(baseline.counts.keys() ^ set(NAMES)))
        checks.true(f"the baseline has what is counted, and nothing else{odd}", not odd)
        if output("valgrind", "--version"):
            compare(checks, baseline, count_all(), counted_with())
        else:
            for name in NAMES:
                checks.skip(name, "valgrind is not there")
    except (Failed, OSError, ValueError) as reason:
        checks.fail("hot paths", f"{reason}")
    print(checks.totals())
    return 1 if checks.failed else 0


def accept():
    try:
        text = Baseline(counted_with(), count_all()).text()
    except Failed as reason:
        print(f"check: {reason}", file=sys.stderr)
        return 1
    PLACE.write_text(text, encoding="utf-8")
    print(text, end="")
    return 0


def main():
    if sys.argv[1:] not in ([], ["--accept"]):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    return accept() if sys.argv[1:] else check()


if __name__ == "__main__":
    sys.exit(main())
