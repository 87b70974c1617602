"""Plays the stories against the built tool.

usage: run.py [--accept] DIRECTORY [STORY...]

DIRECTORY is where the build put `session-vault`; without names all stories of the folder `stories` are played, several at a
time, each in a directory of its own. Its Python is the stories' `python3`. Every command is a check. The last line is
`N passed, N failed`, with `, N skipped` where some were. With --accept the files are written anew with what came: read
the difference then, as a reader of the tool's documentation would.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path.append(str(here.parent / "Interop"))

from shell import Ended, Shell  # noqa: E402
from story import Story  # noqa: E402
from transcript import difference, outcome  # noqa: E402


class Player:
    """The stories' own machine: the built tool, the commands of this folder, the system's, and nothing else."""

    def __init__(self, build, accepts=False):
        self.build, self.accepts = build, accepts

    def play(self, story):
        """The lines to print, and how many checks passed, failed and were skipped."""
        with tempfile.TemporaryDirectory(prefix="session-vault-story-", ignore_cleanup_errors=True) as directory:
            base = pathlib.Path(directory)
            base.chmod(0o711)
            environment = self.environment(base)
            for need in story.needs:
                if subprocess.run(["bash", "-c", need], env=environment, cwd=base, capture_output=True).returncode != 0:
                    return [f"skipped: {story.name}: {need}"], (0, 0, len(story.blocks))
            shell = Shell(base / "home", base / "blocks", environment)
            try:
                return self.play_blocks(story, shell)
            finally:
                shell.close()

    def play_blocks(self, story, shell):
        lines, variables, outcomes, ending = [], {}, [], None
        for block in story.blocks:
            try:
                came = outcome(block, shell.run(block, variables), variables)
            except (Ended, ValueError) as reason:
                ending = f"{story.path.name}:{block.number}: {block.command}: {reason}; the rest of the story was not told"
                break
            variables |= came.found
            outcomes.append(came)
            if not came.passed:
                lines += [*difference(story, block, came), ""]
        if ending:
            lines.append(ending)
        elif self.accepts:
            story.path.write_text(story.text(outcomes), encoding="utf-8")
        passed = sum(came.passed for came in outcomes)
        return lines, (passed, len(story.blocks) - passed, 0)

    def environment(self, base):
        for name in ("home", "tmp", "blocks", "bin"):
            (base / name).mkdir(mode=0o755)
        if self.build:
            (base / "bin/session-vault").symlink_to(self.build / "session-vault")
        places = (base / "bin", here / "commands", pathlib.Path(sys.executable).parent, "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin")
        return {
            "PATH": ":".join(map(str, places)), "HOME": str(base / "home"), "TMPDIR": str(base / "tmp"), "LC_ALL": "C.UTF-8",
            "TERM": "xterm", "TZ": "UTC", "PYTHONDONTWRITEBYTECODE": "1",
        }


def stories(folder):
    return [Story(path) for path in sorted((here / folder).glob("*.story"))]


def checked_itself():
    """Lines for each block of the runner's own stories that fails where it should pass, or passes where it should fail."""
    player = Player(None)
    for story in stories("selftest"):
        lines, (passed, failed, _) = player.play(story)
        wanted = (0, len(story.blocks)) if story.name.startswith("fails") else (len(story.blocks), 0)
        if (passed, failed) != wanted:
            yield "\n".join([f"the runner is wrong: {story.name}: {passed} passed, {failed} failed", *lines])


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--accept"]
    build, names = pathlib.Path(arguments[0]).resolve(), arguments[1:]
    wrong = list(checked_itself())
    print("\n".join(wrong), end="\n" if wrong else "")
    totals = [int(not wrong), len(wrong), 0]
    chosen = [story for story in stories("stories") if not names or story.name in names]
    player = Player(build, "--accept" in sys.argv)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for lines, counts in pool.map(player.play, chosen):
            if lines:
                print("\n".join(lines), flush=True)
            totals = [total + count for total, count in zip(totals, counts)]
    passed, failed, skipped = totals
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
