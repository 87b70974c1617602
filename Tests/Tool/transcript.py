"""What came of a block: whether it is what the story expects, and the difference as a transcript."""

import dataclasses

import pattern
from story import Line


@dataclasses.dataclass
class Outcome:
    status: int
    found: dict  # What the patterns' names stand for.
    complaints: list
    pairs: list  # Of an expected line and one that came, None where one has no fellow.
    is_expected: bool

    @property
    def passed(self):
        return self.is_expected and not self.complaints

    @property
    def kept(self):
        """The lines that came, as the story's patterns where these are right."""
        return [expected or Line(line.mark, pattern.generalised(line.text)) for expected, line in self.pairs
                if line or expected.mark == "<"]


def outcome(block, result, variables):
    status, out, error, complaints = result
    marks = ("", ">") if block.on_terminal else ("",)
    found, pairs, right = {}, [], True
    for marks, lines in ((marks, out), (("!",), error)):
        matched = pattern.match(block.texts(*marks), lines, variables)
        right = right and matched is not None
        found |= matched or {}
        pairs += aligned(block, marks, lines, variables)
    if right:
        pairs = [(line, line) for line in block.expected]
    return Outcome(status, found, complaints, pairs, right and status == block.status)


def aligned(block, marks, lines, variables):
    """The expected lines with these marks beside those that came; what is typed stays behind its prompt."""
    expected = [line for line in block.expected if line.mark in marks]
    typed = typed_after(block) if ">" in marks else {}
    place = 0
    for text, line in pattern.align([line.text for line in expected], lines, variables):
        known = expected[place] if text is not None else None
        yield known, None if line is None else known if known else Line("" if ">" in marks else marks[0], line)
        if known:
            yield from ((keys, None) for keys in typed.get(id(known), []))
            place += 1


def typed_after(block):
    typed, last = {}, None
    for line in block.expected:
        if line.mark == "<":
            typed.setdefault(id(last), []).append(line)
        else:
            last = line
    return typed


def difference(story, block, outcome):
    """The block with what was missing (-), what came instead (+), and what was wrong besides (?)."""
    yield f"--- {story.path.name}:{block.number}"
    yield from ("  " + line for line in str(block).split("\n"))
    for expected, line in outcome.pairs:
        if expected and (line or expected.mark == "<" or outcome.is_expected):
            yield f"  {expected}"
        elif expected:
            yield f"- {expected}"
        else:
            yield f"+ {line}"
    if outcome.status != block.status:
        yield from (f"{sign} [{status}]" for sign, status in (("-", block.status), ("+", outcome.status)))
    yield from (f"? {complaint}" for complaint in outcome.complaints)
