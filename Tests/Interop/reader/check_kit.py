"""The test vectors that are files, which the library's tests read too; and that they are what the generator makes."""

import collections

from kit.make import files
from reader.kit import CLASSES, DIRECTORY, File
from reader.refusal import Refused

# As the library's tests count them.
COUNT = 531


def check_every_file(checks, driver, directory):
    counts = collections.Counter()
    for path in sorted(DIRECTORY.iterdir()):
        file = File(path)
        expect = file.lines["expect"]
        counts[expect] += 1
        checks.true(f"kit: {file.name}: its class is known", expect == "success" or expect in CLASSES)
        try:
            found, gives = "success", file.read()
        except Refused as refused:
            found, gives = refused.kind, {}
        if found != expect:
            checks.fail(f"kit: {file.name}", f"{found} and not {expect}")
        else:
            checks.equal(f"kit: {file.name}: what it gives", gives, file.gives)
    for expect, count in sorted(counts.items()):
        print(f"vectors: {expect} | {count}")
    checks.equal("kit: number of files", counts.total(), COUNT)
    checks.equal("kit: classes of which there is no file", sorted({"success", *CLASSES} - counts.keys()), [])


def check_that_they_are_made_again(checks, driver, directory):
    made = files()
    found = {path.name: path.read_bytes() for path in DIRECTORY.iterdir()}
    checks.equal("kit: files that the generator does not make, or that are not there", sorted(made.keys() ^ found.keys()), [])
    for name in made.keys() & found.keys():
        checks.true(f"kit: {name}: the generator makes these bytes", made[name] == found[name])
