"""Session strings, both ways."""

from harness import strings

from .real import real


def check_the_new_form(checks, driver, directory):
    strings.the_new_form(checks, driver, directory, real)


def check_the_old_forms(checks, driver, directory):
    strings.the_old_forms(checks, driver, directory, real)


def check_strings_that_were_handed_on(checks, driver, directory):
    strings.handed_on(checks, driver, directory, real)


def check_files_made_of_strings(checks, driver, directory):
    strings.imported_files(checks, driver, directory, real)
