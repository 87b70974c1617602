"""What hydrogram wrote, we read, and take to schema 6 with all that is in it."""

from harness import migrating, reading

from .real import real


def check_every_value_that_it_wrote(checks, driver, directory):
    migrating.what_it_wrote(checks, driver, directory, real)


def check_opening_says_so(checks, driver, directory):
    migrating.says_so(checks, driver, directory, real)


def check_fields_at_their_limits(checks, driver, directory):
    reading.fields_at_their_limits(checks, driver, directory, real)


def check_our_lookups_in_its_file(checks, driver, directory):
    reading.our_look_ups(checks, driver, directory, real)


def check_a_session_of_its_without_a_key(checks, driver, directory):
    reading.a_session_without_a_key(checks, driver, directory, real)


def check_what_it_can_still_do(checks, driver, directory):
    migrating.what_it_can_still_do(checks, driver, directory, real)


def check_sealed_and_unsealed(checks, driver, directory):
    migrating.sealed_and_unsealed(checks, driver, directory, real)
