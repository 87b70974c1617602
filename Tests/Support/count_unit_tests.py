"""Counts the tests of Swift Testing runs from their event streams (`swift test --event-stream-output-path`).

usage: count_unit_tests.py EVENTS EXIT_STATUS [EVENTS EXIT_STATUS]...

Of several runs of the same tests, as different users, a test has passed where one run passed it and none failed it. A
test that began and did not end, because the process died, has failed; so has a run that ended badly with no test to
blame, and a run of no tests. `- skipped` stands for a run that could not be made here, which counts as one skipped.
"""

import json
import pathlib
import sys


class Run:
    def __init__(self, path, status):
        self.tests, self.suites = set(), set()
        self.ended, self.failed, self.skipped = set(), set(), set()
        self.ran_to_its_end = False
        for record in records(pathlib.Path(path)):
            self.read(record["kind"], record["payload"])
        self.skipped |= {test for test in self.tests for suite in self.skipped & self.suites if test.startswith(suite + "/")}
        for test in sorted(self.tests - self.ended - self.skipped):
            print(f"did not finish: {test}")
            self.failed.add(test)
        self.skipped -= self.failed
        self.complaint = self.complain(status)

    def read(self, kind, payload):
        if kind == "test":
            (self.tests if payload["kind"] == "function" else self.suites).add(payload["id"])
            return
        test = payload.get("testID")
        match payload["kind"]:
            case "testEnded":
                self.ended.add(test)
            case "testSkipped" | "testCancelled":
                self.skipped.add(test)
            case "issueRecorded" if payload["issue"].get("isFailure", not payload["issue"]["isKnown"]):
                self.failed.add(test)
            case "runEnded":
                self.ran_to_its_end = True

    def complain(self, status):
        """What is wrong with the run and is no test's failure, or None."""
        if not self.tests:
            return "no test ran"
        if self.failed - self.tests:
            return "an issue was recorded outside of any test"
        if not self.failed and (status != 0 or not self.ran_to_its_end):
            return f"the test run ended with status {status} and no test to blame"
        return None


def records(path):
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            continue  # The last line of a process that died can be cut.


arguments = list(zip(sys.argv[1::2], sys.argv[2::2]))
runs = [Run(path, int(status)) for path, status in arguments if status != "skipped"]
complaints = [run.complaint for run in runs if run.complaint]
tests = set.union(*(run.tests for run in runs))
failed = set.union(*(run.failed & run.tests for run in runs))
skipped = set.intersection(*(run.skipped | (tests - run.tests) for run in runs)) - failed
for complaint in complaints:
    print(complaint)
not_run = len(skipped) + len(arguments) - len(runs)
print(f"{len(tests - failed - skipped)} passed, {len(failed) + len(complaints)} failed, {not_run} skipped")
