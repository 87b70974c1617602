"""Counts the tests of a Swift Testing run from its event stream (`swift test --event-stream-output-path`).

usage: count_unit_tests.py EVENTS EXIT_STATUS

A test that began and did not end, because the process died, has failed; so has a run that ended badly with no test to
blame, and a run of no tests.
"""

import json
import pathlib
import sys

tests, suites = set(), set()
ended, failed, skipped = set(), set(), set()
run_ended = False

path, status = pathlib.Path(sys.argv[1]), int(sys.argv[2])
lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
for line in lines:
    try:
        record = json.loads(line)
    except ValueError:
        continue  # The last line of a process that died can be cut.
    payload = record["payload"]
    if record["kind"] == "test":
        (tests if payload["kind"] == "function" else suites).add(payload["id"])
        continue
    test = payload.get("testID")
    match payload["kind"]:
        case "testEnded":
            ended.add(test)
        case "testSkipped" | "testCancelled":
            skipped.add(test)
        case "issueRecorded" if payload["issue"].get("isFailure", not payload["issue"]["isKnown"]):
            failed.add(test)
        case "runEnded":
            run_ended = True

skipped |= {test for test in tests for suite in skipped & suites if test.startswith(suite + "/")}
for test in sorted(tests - ended - skipped):
    print(f"did not finish: {test}")
blamed = failed & tests | (tests - ended - skipped)
extra = 0
if failed - tests:
    print("an issue was recorded outside of any test")
    extra = 1
elif not tests:
    print("no test ran")
    extra = 1
elif not blamed and (status != 0 or not run_ended):
    print(f"the test run ended with status {status} and no test to blame")
    extra = 1
skipped &= tests - blamed
print(f"{len(tests - blamed - skipped)} passed, {len(blamed) + extra} failed, {len(skipped)} skipped")
