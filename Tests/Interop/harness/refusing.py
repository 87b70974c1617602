"""A client's file that we do not open: checks that the suites share."""

from harness.driver import DriverError
from harness.sealing import PASSPHRASE

COMMANDS = {
    "dump": (["dump"], None), "lookup": (["lookup"], None), "update": (["update"], None),
    "encrypt": (["encrypt"], PASSPHRASE), "decrypt": (["decrypt"], PASSPHRASE),
    "a sealed opening": (["dump"], PASSPHRASE),
}


def left_as_it_was(checks, driver, path, client, *hints):
    """Every command refuses it, names the client, says what to do instead, and leaves all files as they were."""
    inputs = {"lookup": "[]", "update": '{"peers": [], "updateStates": []}'}
    before = contents(path.parent)
    for name, (command, passphrase) in COMMANDS.items():
        try:
            driver.run(*command, path, passphrase=passphrase, stdin=inputs.get(name, ""))
            checks.fail(f"refused: {name}", "it was let in")
        except DriverError as error:
            checks.true(f"refused: {name} names {client}", client.lower() in str(error).lower())
            for hint in hints:
                checks.true(f"refused: {name} has the hint {hint}", hint in str(error))
        checks.true(f"refused: the files after {name}", contents(path.parent) == before)


def contents(directory):
    return {file.name: (file.read_bytes(), file.stat().st_mode) for file in directory.iterdir()}
