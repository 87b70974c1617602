"""What a story expects of a command's output: its lines, with patterns for what varies.

`‹hex16›` stands for 16 hexadecimal digits, `‹number›` for a number and so on (KINDS); `‹slot=hex8›` keeps what was found
there under a name: `‹slot›` is the same text from then on, and `$slot` has it in commands. `…` stands for anything in a
line, a line `⋮` for any number of lines. `‹no newline›` ends output that does not end in a line feed.
"""

import re

KINDS = {
    "number": r"[0-9]+", "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "time": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
    "string": r"[A-Za-z0-9_-]{351,362}", "base64": r"[A-Za-z0-9+/]+=*",
    "svault1": r"svault1_[A-Za-z0-9_-]+", "svpub1": r"svpub1[02-9ac-hj-np-z]+", "svsig1": r"svsig1[02-9ac-hj-np-z]+",
    "SVSEC1": r"SVSEC1[02-9AC-HJ-NP-Z]+", "SVSIGSEC1": r"SVSIGSEC1[02-9AC-HJ-NP-Z]+", "SVKEY1": r"SVKEY1[-0-9A-Za-z_]+",
    "SVREC1": r"SVREC1(?:-[0-9A-Z]{4}){8}",
}
CUT = "‹no newline›"
TOKEN = re.compile(r"‹(?:(?P<name>[a-z_]+)=)?(?P<kind>[^›]+)›|(?P<rest>…)")


def lines_of(text):
    """The lines of an output, the last one marked where it is not ended."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines[:-1] + [lines[-1] + CUT]


def match(expected, lines, variables):
    """What the patterns' names stand for, where the lines are those expected, else None."""
    pattern = "".join(r"(?:.*\n)*?" if line == "⋮" else expression(line, variables) + r"\n" for line in expected)
    found = re.fullmatch(pattern, "".join(line + "\n" for line in lines))
    return found and found.groupdict()


def generalised(line):
    """The line with patterns for what differs each time. The sample's auth key does not."""
    for name in ("svault1", "SVSIGSEC1", "SVSEC1", "SVKEY1", "SVREC1", "svpub1", "svsig1"):
        line = re.sub(KINDS[name], f"‹{name}›", line)
    line = re.sub(r"(?<![\w-])" + KINDS["string"] + r"(?![\w-])", "‹string›", line)
    line = re.sub(r"^[A-Za-z0-9+/]{400,}=*$", "‹base64›", line)
    return re.sub(r"(?<!auth key )\b(?:[0-9a-f]{32}|[0-9a-f]{16})\b", lambda found: f"‹hex{len(found[0])}›", line)


def is_like(expected, line, variables):
    return expected != "⋮" and re.fullmatch(expression(expected, variables), line) is not None


def expression(line, variables):
    """The regular expression of one line."""
    known, parts, end = dict(variables), [], 0
    for token in TOKEN.finditer(line):
        parts += [re.escape(line[end:token.start()]), part(token, known)]
        end = token.end()
    return "".join(parts) + re.escape(line[end:])


def part(token, known):
    name, kind = token["name"], token["kind"]
    if token["rest"]:
        return ".*"
    if token[0] == CUT:
        return re.escape(CUT)
    if kind in known:
        return re.escape(known[kind])
    digits = re.fullmatch(r"hex([0-9]+)", kind)
    if not digits and kind not in KINDS:
        raise ValueError(f"{token[0]} is no pattern, and no command before has given it a value")
    body = f"[0-9a-f]{{{digits[1]}}}" if digits else KINDS[kind]
    return f"(?P<{name}>{body})" if name else body


def align(expected, lines, variables):
    """Pairs of an expected line and a line, None where one has no fellow, as few of those as can be."""
    rows, columns = len(expected), len(lines)
    same = [[is_like(one, other, variables) for other in lines] for one in expected]
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            best[row][column] = max(best[row + 1][column], best[row][column + 1], best[row + 1][column + 1] + same[row][column])
    row = column = 0
    while row < rows or column < columns:
        if row < rows and column < columns and same[row][column] and best[row][column] == best[row + 1][column + 1] + 1:
            yield expected[row], lines[column]
            row, column = row + 1, column + 1
        elif column == columns or row < rows and best[row][column] == best[row + 1][column]:
            yield expected[row], None
            row += 1
        else:
            yield None, lines[column]
            column += 1
