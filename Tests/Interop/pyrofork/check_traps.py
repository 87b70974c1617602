"""What keeps this client offline."""

from harness import traps

from .real import real


def check_the_traps(checks, driver, directory):
    traps.are_noticed(checks, directory, real)
