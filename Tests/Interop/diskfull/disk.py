"""A small disk of its own in memory, filled up but for some pages or names."""

import contextlib
import os
import shutil
import subprocess

from harness.checks import Skipped

PAGE = 4096


class Disk:
    """A directory for a session's files, and ballast beside it."""

    def __init__(self, mount):
        self.mount, self.files = mount, mount / "files"
        self.ballast = mount / "ballast"
        self.path = self.files / "full.session"

    def restore(self, source):
        """The files as a start state has them, with room for more."""
        self.empty()
        shutil.rmtree(self.files, ignore_errors=True)
        shutil.copytree(source, self.files)
        self.files.chmod(0o700)

    def fill(self, pages):
        """Leaves so many pages free."""
        free = os.statvfs(self.mount).f_bavail
        with open(self.ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(free - pages, 1) * PAGE)

    def fill_names(self, names):
        """Leaves so many inodes free."""
        self.ballast.mkdir()
        for number in range(os.statvfs(self.mount).f_favail - names):
            (self.ballast / str(number)).touch()

    def empty(self):
        if self.ballast.is_dir():
            shutil.rmtree(self.ballast)
        self.ballast.unlink(missing_ok=True)

    def names(self):
        return sorted(os.listdir(self.files)) if self.files.exists() else []


@contextlib.contextmanager
def mounted(directory, name, options):
    """Skips the checks where none can be mounted: only root can, or whoever is root in a namespace of its own."""
    mount = directory / name
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"mode=700,{options}", "tmpfs", str(mount)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Skipped("no disk can be mounted here: " + done.stderr.strip())
    try:
        yield Disk(mount)
    finally:
        subprocess.run(["umount", "--lazy", str(mount)], check=True)
