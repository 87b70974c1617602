"""Logging a leaked session out."""

from harness import log_out

from .real import real


def check_log_out(checks, driver, directory):
    log_out.as_shown(checks, driver, directory, real)
