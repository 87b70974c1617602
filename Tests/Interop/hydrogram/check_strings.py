"""Session strings, both ways: hydrogram has the new form alone."""

from harness import strings

from .real import real


def check_the_new_form(checks, driver, directory):
    strings.the_new_form(checks, driver, directory, real)


def check_files_made_of_strings(checks, driver, directory):
    strings.imported_files(checks, driver, directory, real)
