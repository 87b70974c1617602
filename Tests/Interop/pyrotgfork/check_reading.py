"""What pyrotgfork wrote, we read."""

from harness import reading

from .real import real


def check_every_value_that_it_wrote(checks, driver, directory):
    reading.every_value(checks, driver, directory, real)


def check_fields_at_their_limits(checks, driver, directory):
    reading.fields_at_their_limits(checks, driver, directory, real)


def check_our_lookups_in_its_file(checks, driver, directory):
    reading.our_look_ups(checks, driver, directory, real)


def check_a_session_of_its_without_a_key(checks, driver, directory):
    reading.a_session_without_a_key(checks, driver, directory, real)
