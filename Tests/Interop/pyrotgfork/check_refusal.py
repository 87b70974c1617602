"""A file that kurigram began to migrate: what our error advises."""

import contextlib
import sqlite3

from harness import refusing

from .real import real


def check_a_half_migrated_file(checks, driver, directory):
    home = directory / "theirs"
    home.mkdir(mode=0o700)
    path = home / "theirs.session"
    written = real.sample(peers=20)
    real.write(path, written)
    # The first statement of its migration, which is committed at once.
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("ALTER TABLE sessions ADD server_address TEXT")
    refusing.left_as_it_was(checks, driver, path, "pyrotgfork", "export_session_string")
    refusing.its_string_is_the_way(checks, "hint", driver, path, written["session"], real)
