"""Plays the rows: in each round every contender is asked once, and another one begins."""

import os

from contender import Contender, Failed
from expected import expected


class Game:
    def __init__(self, directory, rounds, is_quick, samples, say):
        self.directory, self.rounds, self.is_quick, self.samples, self.say = directory, rounds, is_quick, samples, say
        self.running = {}

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        for contender in self.running.values():
            contender.close() if kind is None else contender.kill()

    def play(self, section, rows, kinds):
        kinds = [kind for kind in kinds if kind.family in section.families]
        taking = {row.name: [kind for kind in kinds if kind.rows is None or row.name in kind.rows] for row in rows}
        prepared = {kind.name for row in rows if row.is_prepared for kind in taking[row.name]}
        kinds_prepared = [kind for kind in kinds if kind.name in prepared]
        for kind in kinds_prepared:
            self.say(f"{section.name}: preparing {kind.name}")
            request = f"prepare peers={section.peers_of(self.is_quick)}"
            if self.checked(kind, request) is None:
                raise Failed(f"{kind.name} cannot do {request!r}")
        for row in rows:
            self.say(f"{section.name}: {row.name}")
            self.play_row(section, row, taking[row.name])

    def play_row(self, section, row, kinds):
        unable = set()
        for number in range(self.rounds):
            checks = {}
            for kind in rotated(kinds, number):
                if number >= row.rounds_of(kind.family, self.rounds) or kind in unable:
                    continue
                request = row.request(kind.name, section, number, self.is_quick)
                # What others left to be written is on the disk before the clock runs.
                os.sync()
                reply = self.checked(kind, request)
                if reply is None:
                    unable.add(kind)
                    continue
                checks.setdefault(request, {})[kind.name] = reply.check
                self.samples.add(row.name, kind.name, number, value(row, reply))
            for request, found in checks.items():
                agree(request, found)

    def checked(self, kind, request):
        reply = self.contender(kind).ask(request)
        wanted = expected(request)
        if reply is not None and wanted is not None and reply.check != wanted:
            raise Failed(f"{kind.name}: asked {request!r}, it gave the checksum {reply.check}, and {wanted} is right")
        return reply

    def contender(self, kind):
        if kind.name not in self.running:
            directory = self.directory / kind.name
            directory.mkdir(mode=0o700)
            self.running[kind.name] = Contender(kind.name, kind.command, directory)
        return self.running[kind.name]


def rotated(kinds, number):
    start = number % len(kinds) if kinds else 0
    return kinds[start:] + kinds[:start]


def value(row, reply):
    """Microseconds for each operation; where the unit is another, the reply has it in the place of seconds."""
    return reply.seconds / reply.operations * 1e6 if row.unit == "µs" else reply.seconds


def agree(request, checks):
    """Whoever is faster because it did something else has not won."""
    if len(set(checks.values())) > 1:
        told = ", ".join(f"{name} {check}" for name, check in checks.items())
        raise Failed(f"asked {request!r}, the contenders disagree: {told}")
