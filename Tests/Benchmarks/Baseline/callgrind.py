"""A contender under valgrind's callgrind, which counts what is between the marks of its clock."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from contender import Contender, Failed
from counts import Counts

BEGIN, END = "marks_begin", "marks_end"
HEAP = {"malloc", "calloc", "realloc", "aligned_alloc", "posix_memalign", "memalign", "valloc", "pvalloc"}

OPTIONS = (
    "--tool=callgrind",
    "--quiet",
    f"--dump-before={BEGIN}",
    f"--dump-before={END}",
    # So that a dump is read line by line, with every name in full.
    "--compress-strings=no",
    "--compress-pos=no",
)
TUNABLES = (
    # The plainest memcpy and the like: which one the C library takes hangs on the processor otherwise.
    "glibc.cpu.hwcaps=-AVX2,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM",
    # One heap, whichever thread a task runs on.
    "glibc.malloc.arena_max=1",
)
ENVIRONMENT = {
    "GLIBC_TUNABLES": ":".join(TUNABLES),
    # Sets and dictionaries in the same order in each run.
    "SWIFT_DETERMINISTIC_HASHING": "1",
}


def without_debug_information(program, directory):
    """A copy: valgrind's reader of it does not know all that Swift's compiler writes."""
    copy = directory / program.name
    shutil.copy(program, copy)
    try:
        subprocess.run(["strip", "--strip-debug", str(copy)], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failed(f"strip cannot be used on {program}: {error}") from None
    return copy


@dataclass(frozen=True)
class Dump:
    trigger: str
    instructions: int
    allocations: int


def read(path):
    """What was counted from the dump before to this one (the format is in valgrind's manual, chapter 6)."""
    trigger, instructions, allocations, called = "", None, 0, ""
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("desc: Trigger: "):
                trigger = line.removeprefix("desc: Trigger: ").strip()
            elif line.startswith("cfn="):
                # Within a call of itself, as callgrind sees it, it has a number behind it.
                called = line.removeprefix("cfn=").strip().partition("'")[0]
            elif line.startswith("calls=") and called in HEAP:
                allocations += int(re.match(r"calls=(\d+)", line)[1])
            elif line.startswith("totals: "):
                instructions = int(line.split()[1])
    if instructions is None:
        raise Failed(f"{path.name}: callgrind wrote no total")
    return Dump(trigger, instructions, allocations)


class Counted:
    """The program at work in a directory that is there, and is its alone."""

    def __init__(self, command, directory, dumps):
        dumps.mkdir()
        self.dumps, self.number = dumps, 0
        command = ["valgrind", *OPTIONS, f"--callgrind-out-file={dumps / 'dump'}", *command]
        environment = [f"{name}={value}" for name, value in ENVIRONMENT.items()]
        self.contender = Contender("HotPaths under valgrind", ["env", *environment, *command], directory)

    def ask(self, request):
        """The reply, and what was counted while the clock of it ran."""
        reply = self.contender.ask(request)
        dumps = [dump for dump in self.written() if dump.trigger.endswith(END)]
        return reply, Counts(sum(dump.instructions for dump in dumps), sum(dump.allocations for dump in dumps))

    def written(self):
        """The dumps since the last call, which are removed."""
        dumps = []
        while (path := self.dumps / f"dump.{self.number + 1}").exists():
            self.number += 1
            dumps.append(read(path))
            os.unlink(path)
        return dumps
