"""Benchmarks that are programs of their own, whose Markdown is taken as it is."""

import subprocess
from dataclasses import dataclass

from contender import Failed
from contenders import BUILT


@dataclass(frozen=True)
class Program:
    name: str
    title: str
    product: str
    arguments: tuple
    quick: tuple
    # How long it takes at most.
    patience: int = 1_800

    def run(self, is_quick):
        """What it printed."""
        command = [str(BUILT / self.product), *(self.quick if is_quick else self.arguments)]
        try:
            ended = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=self.patience
            )
        except OSError as error:
            raise Failed(f"{self.product} cannot be started: {error}") from None
        except subprocess.TimeoutExpired:
            raise Failed(f"{self.product} had not ended after {self.patience} s") from None
        if ended.returncode != 0:
            raise Failed(f"{self.product} ended with status {ended.returncode}: {ended.stderr[-2_000:].strip()}")
        return ended.stdout.strip()


PROGRAMS = [
    Program(
        "tool", "Cold start of the tool", "ToolBenchmark", ("--rounds", "20"), ("--peers", "1000", "--rounds", "1")
    ),
    Program(
        "checkpoints",
        "Look-ups beside a writer, and checkpoints",
        "CheckpointBenchmark",
        (),
        ("--peers", "2000", "--seconds", "0.5"),
    ),
    Program(
        "fairness",
        "Other tasks beside a writer and four readers",
        "FairnessBenchmark",
        (),
        ("--peers", "2000", "--seconds", "0.3"),
    ),
    Program(
        "exports", "Exports beside libsodium's own calls", "ExportBenchmark", (), ("--peers", "1000", "--rounds", "1")
    ),
    Program("rekeys", "Re-keys and key slots", "RekeyBenchmark", (), ("--peers", "1000", "--rounds", "1")),
]
