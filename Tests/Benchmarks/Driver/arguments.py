"""The command's arguments. Run by itself it only looks at them: status 2 and a line where they are wrong."""

import sys
from dataclasses import dataclass

from contenders import BY_NAME, CONTENDERS
from plan import SECTIONS
from programs import PROGRAMS

ROUNDS, QUICK_ROUNDS = 7, 2


class Wrong(Exception):
    pass


@dataclass
class Arguments:
    is_quick: bool = False
    is_redraw: bool = False
    rounds: int | None = None
    only: frozenset = frozenset()

    @property
    def rounds_played(self):
        return self.rounds or (QUICK_ROUNDS if self.is_quick else ROUNDS)

    def chosen(self):
        """Each section with those of its rows that were asked for, the contenders, and the programs."""
        kinds = [kind for kind in CONTENDERS if kind.name in self.only] or CONTENDERS
        others = self.only - BY_NAME.keys()
        programs = [program for program in PROGRAMS if program.name in others or not self.only]
        sections = [
            (section, [row for row in section.rows if not others or {row.name, row.workload, section.name} & others])
            for section in SECTIONS
        ]
        return [(section, rows) for section, rows in sections if rows], kinds, programs


def names():
    """Whatever --only takes, by kind."""
    rows = [row for section in SECTIONS for row in section.rows]
    return {
        "sections": [section.name for section in SECTIONS],
        "workloads": list(dict.fromkeys(row.workload for row in rows)),
        "rows": [row.name for row in rows],
        "programs": [program.name for program in PROGRAMS],
        "contenders": list(BY_NAME),
    }


def parse(words):
    arguments, words = Arguments(is_redraw=words == ["--redraw"]), list(words)
    if arguments.is_redraw:
        return arguments
    while words:
        option, equals, value = words.pop(0).partition("=")
        if option == "--quick" and not equals:
            arguments.is_quick = True
            continue
        if option == "--redraw":
            raise Wrong("--redraw: nothing goes beside it")
        if option not in ("--only", "--rounds"):
            raise Wrong(
                f"{option}: there is no such option" if option.startswith("-") else f"{option}: nothing goes there"
            )
        if not equals:
            if not words:
                raise Wrong(f"{option}: a value belongs behind it")
            value = words.pop(0)
        if option == "--rounds":
            if not (value.isascii() and value.isdigit() and 0 < int(value) <= 1_000):
                raise Wrong(f"--rounds: {value!r} is no number from 1 to 1000")
            arguments.rounds = int(value)
        else:
            arguments.only |= only(value)
    return arguments


def only(value):
    known = {name for group in names().values() for name in group}
    asked = [name.strip() for name in value.split(",")]
    for name in asked:
        if name not in known:
            raise Wrong(f"--only: there is no {name!r}; Tests/Benchmarks/run --help lists the names")
    return frozenset(asked)


def main():
    if sys.argv[1:] == ["--names"]:
        for group, members in names().items():
            print(f"{group + ':':<12}{' '.join(members)}")
        return 0
    try:
        parse(sys.argv[1:])
    except Wrong as wrong:
        print(f"run: {wrong}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
