"""Session strings, both ways."""

import secrets

from harness import sample, strings
from harness.driver import DriverError

from .real import real


def check_the_new_form(checks, driver, directory):
    strings.the_new_form(checks, driver, directory, real)


def check_the_old_forms(checks, driver, directory):
    strings.the_old_forms(checks, driver, directory, real)


def check_strings_that_were_handed_on(checks, driver, directory):
    strings.handed_on(checks, driver, directory, real)


def check_files_made_of_strings(checks, driver, directory):
    strings.imported_files(checks, driver, directory, real)


def check_what_a_form_cannot_hold(checks, driver, directory):
    path = directory / "large.session"
    driver.write(path, sample.session(peers=0, userID=2**32))
    checks.raises("strings: a large user id in the oldest form", DriverError, lambda: driver.run("export", path, "pyrogram-old32"))
    text = driver.run("export", path, "pyrogram").strip()
    target = directory / "refused.session"
    for name, bad in {
        "cut": text[:-1], "lengthened": text + "A", "padded": text + "==", "empty": "",
        "of another alphabet": text[:50] + "+" + text[51:], "of random characters": secrets.token_urlsafe(40),
    }.items():
        checks.raises(f"strings: a string {name}", DriverError, lambda bad=bad: driver.run("import", target, stdin=bad))
