"""What the library says of its memory's locks, as an ordinary user: root passes all of this for nothing."""

import os
import resource
import shutil
import subprocess

from harness import sample
from harness.checks import Skipped

NOBODY = 65534
ENOUGH = 8 << 20  # Debian's own limit of locked memory.
NOTICE = "not locked"


def check_locked_memory(checks, driver, directory):
    ordinary = OrdinaryUser(driver, directory)
    found = ordinary.open_sealed(ENOUGH)
    checks.true("memory: keys are locked under the usual limit", not any(NOTICE in notice for notice in found))
    found = ordinary.open_sealed(0)
    checks.true("memory: where nothing can be locked, opening says so", any(NOTICE in notice for notice in found))


class OrdinaryUser:
    """Runs the driver with neither root's rights nor root's way around the limit."""

    def __init__(self, driver, directory):
        self.driver, self.home, self.prefix = driver, directory / "home", []
        _, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
        is_root = os.geteuid() == 0
        if not is_root and hard != resource.RLIM_INFINITY and hard < ENOUGH:
            raise Skipped(f"the hard limit of locked memory is {hard} bytes here")
        self.home.mkdir(mode=0o700)
        if is_root:
            self.become_nobody(directory)
        self.path = self.home / "sealed.session"

    def become_nobody(self, directory):
        """A copy of the driver, since the directory that it was built in may be closed to others."""
        directory.chmod(0o711)
        shutil.copy(self.driver.path, directory / "driver")
        (directory / "driver").chmod(0o755)
        self.driver = type(self.driver)(str(directory / "driver"))
        os.chown(self.home, NOBODY, NOBODY)
        self.prefix = [
            "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--bounding-set=-all",
            "--inh-caps=-all", "--no-new-privs",
        ]
        started = subprocess.run([*self.prefix, self.driver.path], capture_output=True, text=True, cwd="/")
        if "shared librar" in started.stderr or "ermission" in started.stderr:
            raise Skipped("an ordinary user cannot read the Swift runtime here")

    def open_sealed(self, limit):
        """The notices of opening a sealed session under a limit of locked memory."""
        options = dict(
            passphrase="correct horse battery staple", prefix=self.prefix, cwd=self.home,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_MEMLOCK, (limit, limit)),
        )
        if not self.path.exists():
            self.driver.write(self.path, sample.session(peers=5), **options)
        return self.driver.dump(self.path, **options)["notices"]
