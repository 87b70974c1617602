"""A run, kept so that its tables and its chart can be made again where only how they look has changed."""

import json

from contenders import root
from samples import Samples

PLACE = root / ".build/benchmarks-run.json"


def keep(samples, rounds, machine, programs, place=PLACE):
    kept = {"samples": samples.values, "rounds": rounds, "machine": machine, "programs": programs}
    place.write_text(json.dumps(kept), encoding="utf-8")


def kept(place=PLACE):
    """The samples, the number of rounds, the machine, and what the programs printed."""
    found = json.loads(place.read_text(encoding="utf-8"))
    samples = Samples()
    for row, contenders in found["samples"].items():
        for contender, values in contenders.items():
            for number, value in values.items():
                samples.add(row, contender, int(number), value)
    return samples, found["rounds"], found["machine"], found["programs"]
