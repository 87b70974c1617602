"""Files that a migration of another client left between two schemas: what our error advises."""

from harness import refusing

from .real import real


def check_half_migrated_files(checks, driver, directory):
    refusing.half_migrated(checks, driver, directory, "Pyrogram", real)
