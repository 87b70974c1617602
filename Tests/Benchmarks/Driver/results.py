"""The Markdown of what was measured."""

import marks
from contenders import BY_NAME, CONTENDERS
from figures import count, figure, table, times
from plan import CURVE, LARGE, MAIN, MANY, MILLION, SECTIONS, SMALL
from programs import PROGRAMS

MAIN_ROWS = [row for section in (MAIN, SMALL) for row in section.rows]
COLUMNS = [kind for kind in CONTENDERS if kind.rows is None]
CURVE_COLUMNS = [
    BY_NAME[name] for name in ("c-plain", "c-sealed", "c-sealed-kept", "library-plain", "library-sealed")
]
COMMITTING = [kind for kind in CONTENDERS if kind.rows is not None and kind.family == "client"]
FORMS = [BY_NAME[name] for name in ("c-sealed-in-place", "c-sealed-kept")]
LOWERED = [
    BY_NAME[name] for name in ("c-sealed-in-place", "c-sealed", "c-sealed-kept", "library-sealed", "sqlcipher")
]


class Results:
    def __init__(self, samples, is_quick, rounds, machine, programs):
        self.samples, self.is_quick, self.rounds, self.machine, self.programs = (
            samples,
            is_quick,
            rounds,
            machine,
            programs,
        )

    def markdown(self):
        parts = [
            self.head(),
            self.main(),
            self.lowered(),
            self.committing(),
            self.many(),
            self.large(),
            self.million(),
            self.curve(),
            self.marks(),
        ]
        parts += [self.spreads(), *self.others()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def head(self):
        lines = ["# Measured", "", *(f"- {name}: {value}" for name, value in self.machine.items())]
        lines.append(
            f"- {self.rounds} rounds at the most, in each of which every contender is asked once, another one first "
            "each time; medians"
        )
        if self.is_quick:
            lines.append("- quick: few rounds of small counts and few peers, which show that it works and little more")
        lines += [
            "",
            "Behind a time is the median of its ratios to the C program doing the same work in the same round: of this "
            "library sealed to C sealed, of all others to C plain. The clients run as they ship: Telethon and kurigram "
            "leave peers in an open transaction, which a crash loses; pyrotgfork commits each batch; kurigram and "
            "Telethon fsync each commit. GRDB is asked through its queue's `read`, which has SQLite compile the statements "
            "that GRDB has cached anew each time. An empty cell is work that a contender cannot do. Among 10,000 peers the "
            "same ones are updated in each round, and the library keeps opened ones: the most of its times is that of "
            "peers that were not read before. Among more peers others are updated in each round.",
        ]
        return "\n".join(lines)

    # Tables.

    def times(self, title, rows, kinds, note=""):
        """A table of rows and contenders, of which those without a value are left out."""
        rows = [row for row in rows if row.name in self.samples.values]
        kinds = [kind for kind in kinds if any(self.samples.of(row.name, kind.name) for row in rows)]
        if not rows or not kinds:
            return ""
        head = ["", *(kind.title for kind in kinds)]
        body = [[self.title(row), *(self.cell(row, kind) for kind in kinds)] for row in rows]
        return "\n\n".join(part for part in (f"## {title}", note, table(head, body)) if part)

    def title(self, row):
        peers = ", 50 peers" if row.name == "reopen-50" else ""
        return f"{row.title}{peers}, {row.unit}"

    def cell(self, row, kind):
        median = self.samples.median(row.name, kind.name)
        if median is None:
            return ""
        text = figure(median)
        ratio = self.samples.ratio(row.name, kind.name, kind.limit)
        return f"{text} ({times(ratio.median)})" if ratio and kind.limit != kind.name else text

    def main(self):
        return self.times(f"{count(MAIN.peers_of(self.is_quick))} peers", MAIN_ROWS, COLUMNS)

    def lowered(self):
        sizes = {section.name: section for section in (MAIN, CURVE, LARGE, MILLION)}
        rows = [
            row
            for section in sizes.values()
            for row in section.rows
            if any(row.name in form.rows and self.samples.of(row.name, form.name) for form in FORMS)
        ]
        if not rows:
            return ""
        note = (
            "Sealed rows in the family's own tables, where each peer is at its id's token; in tables that number peers as "
            "they come, which is where the library has them; and with 16,384 peers at the most kept in memory as well, "
            "which is as many as the library keeps. Ratios of C in the first and the last form are to C in the second."
        )
        body = [
            [
                f"{self.title(row)}, {count(sizes[row.size].peers_of(self.is_quick))} peers",
                *(self.cell(row, kind) for kind in LOWERED),
            ]
            for row in rows
        ]
        return f"## The limit lowered\n\n{note}\n\n" + table(["", *(kind.title for kind in LOWERED)], body)

    def committing(self):
        rows = [row for row in MAIN.rows if row.name in COMMITTING[0].rows]
        if not any(self.samples.of(row.name, kind.name) for row in rows for kind in COMMITTING):
            return ""
        kinds = [BY_NAME[name] for name in ("c-plain", "library-plain", "library-sealed")] + COMMITTING
        note = "As above, where kurigram and Telethon are made to commit each batch, as all others do."
        return self.times("Clients made to commit", rows, kinds, note)

    def many(self):
        note = "Quick: 20 in the place of 1,000." if self.is_quick else ""
        return self.times("Many sessions", MANY.rows, COLUMNS, note)

    def large(self):
        return self.times(f"{count(LARGE.peers_of(self.is_quick))} peers", LARGE.rows, COLUMNS)

    def million(self):
        note = "The Python clients and SQLite's encrypted forms do not take part, for the time that they would need."
        return self.times(f"{count(MILLION.peers_of(self.is_quick))} peers", MILLION.rows, COLUMNS, note)

    def curve(self):
        """Each operation at each number of peers, with how many times the first it takes."""
        sections, body = (MAIN, CURVE, LARGE, MILLION), []
        for work in ("id", "username", "insert", "changed"):
            rows = [f"{work}-{section.name}" for section in sections]
            if sum(row in self.samples.values for row in rows) < 2:
                continue
            for section, row in zip(sections, rows):
                title = next(found.title for found in section.rows if found.name == row)
                cells = [self.grown(row, rows[0], kind) for kind in CURVE_COLUMNS]
                body.append([f"{title}, {count(section.peers_of(self.is_quick))}", *cells])
        if not body:
            return ""
        note = "µs for each operation, and how many times as much that is as with the fewest peers."
        return f"## From few peers to many\n\n{note}\n\n" + table(["", *(kind.title for kind in CURVE_COLUMNS)], body)

    def grown(self, row, first, kind):
        growth, median = self.samples.growth(row, first, kind.name), self.samples.median(row, kind.name)
        if median is None:
            return ""
        text = figure(median)
        return f"{text} ({times(growth)})" if growth is not None and row != first else text

    def marks(self):
        # They are of 10,000 peers and more.
        if self.is_quick:
            return ""
        rows = [[mark.operation, mark.wanted, mark.measured, mark.verdict] for mark in marks.judged(self.samples)]
        return "## Marks\n\n" + table(["of this library, sealed", "wanted", "measured", ""], rows) if rows else ""

    def spreads(self):
        """Of every row and contender the median, the least and the most."""
        parts = []
        for section in SECTIONS:
            rows = [row for row in section.rows if row.name in self.samples.values]
            body = [cells for row in rows for cells in self.spread_of(row)]
            if body:
                title = f"Spread: {self.section_title(section)}"
                head = ["", "contender", "rounds", "median", "least", "most", "ratio to C", "least", "most"]
                parts.append(f"<details><summary>{title}</summary>\n\n{table(head, body)}\n\n</details>")
        return "## Spread\n\n" + "\n\n".join(parts) if parts else ""

    def section_title(self, section):
        return f"{count(section.peers_of(self.is_quick))} peers" if section.peers else section.title

    def spread_of(self, row):
        for kind in CONTENDERS:
            values = self.samples.of(row.name, kind.name)
            if not values:
                continue
            found = self.samples.spread(row.name, kind.name)
            ratio = self.samples.ratio(row.name, kind.name, kind.limit) if kind.limit != kind.name else None
            ratios = [figure(part) for part in (ratio.median, ratio.least, ratio.most)] if ratio else ["", "", ""]
            parts = [figure(part) for part in (found.median, found.least, found.most)]
            yield [f"{row.title}, {row.unit}", kind.title, str(len(values)), *parts, *ratios]

    def others(self):
        return [
            f"## {program.title}\n\n{self.programs[program.name]}"
            for program in PROGRAMS
            if program.name in self.programs
        ]
