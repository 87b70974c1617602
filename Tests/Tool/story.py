"""A story: a file that reads like a shell transcript, and what it expects of each command in it.

    # What the story is about. A line `# needs: COMMAND` has it skipped where the command fails.
    $ session-vault inspect my_account.session
    > | head -n 1
    my_account.session: a session file, encrypted
    ! session-vault: warning: a line on standard error
    [65]

`$` begins a command, which goes on in lines that begin with `>`; what follows is its output, its exit status where that is
not 0. `$$` begins one whose standard streams are the terminal; `>` is a prompt then, and `<` what is typed, unseen: a
line, or keys that end in a control character (`< ^C`). A backslash before a line's first character makes it output.
"""

import dataclasses
import re

MARKS = re.compile(r"[#$!<>\[\\⋮]")


@dataclasses.dataclass
class Line:
    mark: str  # "" for output, "!" for standard error, ">" for a prompt, "<" for what is typed.
    text: str

    def __str__(self):
        if self.mark:
            return f"{self.mark} {self.text}".rstrip()
        return "\\" + self.text if MARKS.match(self.text) and self.text != "⋮" else self.text


@dataclasses.dataclass
class Block:
    """One command, which is one check."""

    number: int  # Of its line in the file.
    command: str
    on_terminal: bool
    expected: list
    status: int = 0

    def texts(self, *marks):
        return [line.text for line in self.expected if line.mark in marks]

    def __str__(self):
        return ("$$ " if self.on_terminal else "$ ") + self.command.replace("\n", "\n> ")


class Story:
    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.needs, self.blocks = [], []
        # What stands before each block and after the last, to write the file again.
        self.prose = [[]]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            self.read(number, line)
        for block in self.blocks:
            while block.expected and block.expected[-1] == Line("", ""):
                block.expected.pop()

    def read(self, number, line):
        begins = re.match(r"(\$\$?) (.*)", line)
        if begins:
            self.blocks.append(Block(number, begins[2], begins[1] == "$$", []))
            self.prose.append([])
        elif line.startswith("#") or not self.blocks or self.prose[-1]:
            if line and not line.startswith("#"):
                raise ValueError(f"{self.path}:{number}: output without a command")
            if line.startswith("# needs: "):
                self.needs.append(line.removeprefix("# needs: "))
            self.prose[-1].append(line)
        else:
            self.read_output(self.blocks[-1], line)

    @staticmethod
    def read_output(block, line):
        status = re.fullmatch(r"\[([0-9]+)\]", line)
        if status:
            block.status = int(status[1])
        elif line.startswith("> ") and not block.on_terminal and not block.expected:
            block.command += "\n" + line[2:]
        elif line.startswith("\\"):
            block.expected.append(Line("", line[1:]))
        elif re.match(r"[<>] |[<>]$" if block.on_terminal else r"! |!$", line):
            block.expected.append(Line(line[0], line[2:].rstrip() if block.on_terminal else line[2:]))
        else:
            block.expected.append(Line("", line))

    def text(self, outcomes):
        """The story as it would be written after these outcomes."""
        parts = list(self.prose[0])
        for block, outcome, prose in zip(self.blocks, outcomes, self.prose[1:]):
            parts += [str(block), *map(str, outcome.kept)]
            parts += [f"[{outcome.status}]"] * (outcome.status != 0) + ["", *prose]
        return "\n".join(parts).rstrip("\n") + "\n"
