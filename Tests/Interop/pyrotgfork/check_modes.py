"""The mode of a file that we make, which is the owner's alone whatever the process's mask says."""

import os

from harness import sample


def check_the_mode_under_any_mask(checks, driver, directory):
    for mask in (0o777, 0o000):
        for passphrase in (None, "correct horse battery staple"):
            path = directory / f"{mask:o}-{passphrase is not None}.session"
            driver.write(path, sample.session(peers=1), passphrase=passphrase, preexec_fn=lambda: os.umask(mask))
            checks.equal(f"modes: of a file made under the mask {mask:03o}", path.stat().st_mode & 0o7777, 0o600)
            copy = path.with_suffix(".copy")
            driver.run("backup", path, copy, passphrase=passphrase, preexec_fn=lambda: os.umask(mask))
            checks.equal(f"modes: of a backup made under the mask {mask:03o}", copy.stat().st_mode & 0o7777, 0o600)
