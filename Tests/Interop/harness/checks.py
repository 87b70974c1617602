"""Counts checks, and says which of them failed without printing what was compared: it may be a key."""

from harness.driver import DriverError


class Skipped(Exception):
    """Thrown by a group of checks that cannot run here, with the reason."""


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0

    def true(self, name, condition):
        if condition:
            self.passed += 1
        else:
            self.fail(name, "it does not hold")

    def equal(self, name, found, expected):
        if found == expected:
            self.passed += 1
        else:
            self.fail(name, self.difference(found, expected))

    def same_rows(self, name, found, expected, key="id"):
        """Rows without regard to their order, each column a check: what is wrong is named by column and id."""
        found, expected = ({row[key]: row for row in rows} for rows in (found, expected))
        self.equal(f"{name}: which", sorted(found), sorted(expected))
        columns = sorted({column for row in expected.values() for column in row})
        for column in columns:
            wrong = [
                row_id
                for row_id, row in expected.items()
                if row_id in found and found[row_id].get(column, "absent") != row[column]
            ]
            if wrong:
                self.fail(f"{name}: {column}", f"differs in {len(wrong)} of {len(expected)} rows, first in {wrong[0]}")
            else:
                self.passed += 1

    def raises(self, name, kind, body):
        try:
            body()
        except kind:
            self.passed += 1
        else:
            self.fail(name, f"no {kind.__name__} was thrown")

    def refused(self, name, reason, body):
        """That our side refuses it, and says why."""
        try:
            body()
        except DriverError as error:
            self.true(f"{name}: it says why", reason in str(error))
        else:
            self.fail(name, "it was let in")

    def fail(self, name, reason):
        self.failed += 1
        print(f"failed: {name}: {reason}", flush=True)

    def skip(self, name, reason):
        self.skipped += 1
        print(f"skipped: {name}: {reason}", flush=True)

    def totals(self):
        tail = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{tail}"

    @staticmethod
    def difference(found, expected):
        """Where the two differ, as far as it can be said without a value that may be secret."""
        if type(found) is not type(expected):
            return f"found {type(found).__name__}, expected {type(expected).__name__}"
        if isinstance(found, dict):
            keys = sorted(key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key))
            return f"differs in {', '.join(map(str, keys))}"
        if isinstance(found, (bool, int)) or found is None:
            return f"found {found}, expected {expected}"
        if isinstance(found, (str, bytes, list)):
            same = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
            return f"differs from {same} on (lengths {len(found)} and {len(expected)})"
        return "differs"
