"""The ratios to C as dots on a logarithmic axis, a line for each operation. It has a ground of its own, so that
it is as readable on a dark page as on a white one."""

from dataclasses import dataclass

from axis import Axis
from contenders import BY_NAME
from figures import times
from svg import box, element, line, marker, text

# Not the reading of a field: where it is a variable in memory, as in C, that is a thousandth of what any call takes.
GROUPS = [
    (
        "Files",
        [
            ("create", "create and close"),
            ("reopen-10k", "re-open, read the key, close"),
            ("files", "1,000 files: open, read, close"),
            ("encrypt", "seal 200,000 peers in place"),
        ],
    ),
    (
        "Peers, among 10,000",
        [
            ("id-10k", "look-up by id"),
            ("username-10k", "look-up by username"),
            ("phone-10k", "look-up by phone number"),
            ("insert-10k", "upsert, new"),
            ("unchanged-10k", "upsert, known and unchanged"),
            ("changed-10k", "upsert, known and changed"),
        ],
    ),
    (
        "Peers, among 1,000,000",
        [
            ("id-1m", "look-up by id"),
            ("username-1m", "look-up by username"),
            ("insert-1m", "upsert, new"),
            ("changed-1m", "upsert, known and changed"),
        ],
    ),
    (
        "Session",
        [
            ("field-write", "write a field, safe from a crash"),
            ("envelope", "write a field, fsynced"),
            ("state", "set an update state"),
            ("states", "list 1,000 update states"),
            ("export", "export a string"),
            ("import", "import a string"),
        ],
    ),
    ("1,000 sessions at a time", [("tasks", "look-up, 8 tasks on each"), ("memory", "memory of each")]),
]


@dataclass(frozen=True)
class Style:
    shape: str
    color: str
    # Which of the three lanes of its operation's line.
    lane: int
    size: float = 4.2
    is_hollow: bool = False


STYLES = {
    "library-sealed": Style("circle", "#d9480f", 0, 6.2),
    "library-plain": Style("circle", "#d9480f", 0, 5.2, is_hollow=True),
    "grdb": Style("square", "#495057", 1),
    "sqlcipher": Style("diamond", "#1971c2", 1),
    "sqlite3mc-aegis": Style("diamond", "#0c8599", 1),
    "sqlite3mc-chacha20": Style("diamond", "#7048e8", 1),
    "pyrotgfork": Style("triangle", "#2f9e44", 2),
    "kurigram": Style("triangle", "#a08400", 2),
    "telethon": Style("triangle", "#c2255c", 2),
}

WIDTH, LEFT, RIGHT, TOP = 960, 250, 786, 154
STEP, LANE, HEADING = 31, 7.5, 30
INK, QUIET, RULE, FAINT, GROUND = "#212529", "#5c636a", "#ced4da", "#eceff2", "#ffffff"
ABOUT = (
    "Medians of interleaved rounds. 1 is a C program that does the same work: sealed for this library sealed, plain for "
    "all others."
)
FONT = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"


class Chart:
    def __init__(self, samples, machine):
        self.samples, self.machine = samples, machine
        self.groups = [(title, [row for row in rows if self.ratios(row[0])]) for title, rows in GROUPS]
        self.groups = [(title, rows) for title, rows in self.groups if rows]
        ratios = [ratio for _, rows in self.groups for row, _ in rows for ratio in self.ratios(row).values()]
        self.axis = Axis(ratios, LEFT, RIGHT)
        self.bottom = TOP + sum(HEADING + STEP * len(rows) for _, rows in self.groups)

    def ratios(self, row):
        """Of the contenders that can do it, the median ratio to the C program that does the same work."""
        found = {name: self.samples.ratio(row, name, BY_NAME[name].limit) for name in STYLES}
        return {name: ratio.median for name, ratio in found.items() if ratio and ratio.median > 0}

    def svg(self):
        height = self.bottom + 64
        parts = [self.ground(height), self.head(), self.legend(), self.grid(), *self.lines(), self.feet()]
        return (
            element(
                "svg",
                "\n" + "\n".join(parts) + "\n",
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {WIDTH} {height}",
                width=WIDTH,
                height=height,
                role="img",
                font_family=FONT,
                font_size=13,
                fill=INK,
            )
            + "\n"
        )

    def ground(self, height):
        title = element("title", "Time per operation, as a multiple of C's")
        return title + box(0.5, 0.5, WIDTH - 1, height - 1, rx=10, fill=GROUND, stroke=RULE)

    def head(self):
        about = f"{self.machine['date']} · {self.machine['processor']} · {self.machine['system']}"
        return "\n".join(
            [
                text("Time per operation, as a multiple of C’s", 24, 38, font_size=20, font_weight=650),
                text(
                    ABOUT,
                    24,
                    60,
                    fill=QUIET,
                ),
                text(about, 24, 79, fill=QUIET, font_size=12),
            ]
        )

    def legend(self):
        """The library first; the others under it."""
        parts, x, y = [], 24, 102
        named = {
            "sqlite3mc-aegis": "SQLite3MC AEGIS",
            "sqlite3mc-chacha20": "SQLite3MC ChaCha20",
            "sqlcipher": "SQLCipher",
        }
        for name, style in STYLES.items():
            if style.lane > 0 and y == 102:
                x, y = 24, 125
            title = named.get(name, BY_NAME[name].title)
            weight = 650 if style.lane == 0 else None
            parts += [self.dot(style, x + 6, y), text(title, x + 18, y + 4.5, font_weight=weight, font_size=12.5)]
            x += 44 + 6.8 * len(title)
        return "\n".join(parts)

    def grid(self):
        top, parts = TOP, []
        for value in self.axis.between():
            x = self.axis.place(value)
            parts.append(line(x, top, x, self.bottom, stroke=FAINT))
        for value in self.axis.decades():
            x = self.axis.place(value)
            parts.append(line(x, top, x, self.bottom, stroke=RULE))
            for y in (top - 6, self.bottom + 18):
                weight = 650 if value == 1 else None
                parts.append(
                    text(
                        f"{value:,g}×",
                        x,
                        y,
                        text_anchor="middle",
                        font_size=12,
                        fill=INK if value == 1 else QUIET,
                        font_weight=weight,
                    )
                )
        x = self.axis.place(1)
        parts.append(line(x, top, x, self.bottom, stroke=INK, stroke_width=1.6))
        for title, x in (("sealed", 870), ("plain", 930)):
            parts.append(text(title, x, top - 6, text_anchor="end", font_size=12, fill=STYLES["library-plain"].color))
        return "\n".join(parts)

    def lines(self):
        y = TOP
        for title, rows in self.groups:
            yield text(title, 24, y + 20, font_weight=650)
            y += HEADING
            for row, words in rows:
                yield self.operation(row, words, y + STEP / 2)
                y += STEP

    def operation(self, row, words, middle):
        ratios = self.ratios(row)
        parts = [
            text(words, LEFT - 16, middle + 4.5, text_anchor="end"),
            line(LEFT, middle, RIGHT, middle, stroke=FAINT),
        ]
        # The library's last, over the others.
        for name in reversed(STYLES):
            if name in ratios:
                style = STYLES[name]
                place = (self.axis.place(ratios[name]), middle + (style.lane - 1) * LANE)
                parts.append(self.dot(style, *place, f"{BY_NAME[name].title}: {times(ratios[name])}"))
        for name, x in (("library-sealed", 870), ("library-plain", 930)):
            weight = 650 if name == "library-sealed" else None
            if name in ratios:
                parts.append(
                    text(times(ratios[name]), x, middle + 4.5, text_anchor="end", font_weight=weight, font_size=12.5)
                )
        return "\n".join(parts)

    def dot(self, style, x, y, title=None):
        fill, stroke = (GROUND, style.color) if style.is_hollow else (style.color, GROUND)
        width = 2.2 if style.is_hollow else 0.9
        return marker(
            style.shape, float(x), float(y), style.size, title=title, fill=fill, stroke=stroke, stroke_width=width
        )

    def feet(self):
        one = self.axis.place(1)
        parts = [
            text("← faster than C", one - 12, self.bottom + 40, text_anchor="end", fill=QUIET, font_size=12),
            text("slower than C →", one + 12, self.bottom + 40, fill=QUIET, font_size=12),
        ]
        return "\n".join(parts)
