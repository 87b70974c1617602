"""Plays every workload of the benchmarks' contenders with few operations, and compares what they find with what is in
the data by its definition: who is fast because it finds something else is found out here.

usage: play_contenders.py DIRECTORY-OF-THE-PRODUCTS
"""

import pathlib
import subprocess
import sys
import tempfile

MASK = (1 << 64) - 1
PEERS = 1_000
FLEET_PEERS = 100
STATES = 1_000

SEALED_ONLY = {"encrypt", "rekey"}
# What there is beside a session's own file.
LIBRARY_ONLY = SEALED_ONLY | {
    "id-main", "username-main", "phone-main", "export", "import", "files", "memory", "tasks", "protect", "open", "parse",
}
CONTENDERS = {
    "library, plain": (["Contender", "plain"], SEALED_ONLY),
    "library, sealed": (["Contender", "sealed"], set()),
    "GRDB": (["GRDBContender"], LIBRARY_ONLY),
}


def mix(number):
    mixed = (number + 0x9E3779B97F4A7C15) & MASK
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & MASK
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & MASK
    return mixed ^ mixed >> 31


def sum_of_ids(count, seed, peers):
    return sum(mix(mix(seed << 32 | k) % peers) >> 16 for k in range(count)) & MASK


def requests():
    """Each request, with the number of operations and the sum that belong into the reply."""
    yield "create count=3", 3, 3
    yield f"prepare peers={PEERS}", PEERS, PEERS
    yield "open count=1", 1, 1
    yield "reopen count=3", 3, 3
    yield "insert peers=300", 300, 300
    yield f"unchanged peers={PEERS} count=300", 300, 300
    yield f"changed peers={PEERS} count=300 version=1", 300, 300
    for way in ["id", "username", "phone", "id-main", "username-main", "phone-main"]:
        yield f"{way} peers={PEERS} count=50 seed=7", 50, sum_of_ids(50, 7, PEERS)
    yield "field count=5", 5, 10
    yield "field-write count=5", 5, 5
    yield "envelope count=5", 5, 5
    yield "state count=5 version=1", 5, 5
    yield "states count=2", 2, STATES * (STATES + 1)
    yield "state count=1005 version=2", 1_005, 1_005
    yield "export count=5", 5, 5
    yield "parse count=5", 5, 10
    yield "import count=5", 5, 10
    yield "files count=5", 5, 5
    yield "memory count=5", 5, 5
    yield "tasks sessions=3 tasks=2 count=10", 60, sum_of_ids(60, 0, FLEET_PEERS)
    for round in range(2):
        yield "encrypt peers=300", 300, 300
        yield "rekey peers=300", 300, 300
    yield "protect count=5", 5, 5
    # What was there has not gone, and what is asked for again is made anew.
    yield "reopen count=2", 2, 2
    yield "files count=7", 7, 7
    yield f"prepare peers={2 * PEERS}", 2 * PEERS, 2 * PEERS
    yield f"id peers={2 * PEERS} count=50 seed=8", 50, sum_of_ids(50, 8, 2 * PEERS)


class Failed(Exception):
    pass


def ask(process, request):
    process.stdin.write(request + "\n")
    process.stdin.flush()
    return process.stdout.readline().rstrip("\n")


def check(process, request, operations, total, unavailable):
    workload = request.split()[0]
    reply = ask(process, request)
    if workload in unavailable:
        if reply != "no":
            raise Failed(f"{request}: {reply!r} and not 'no'")
        return
    words = reply.split()
    if len(words) != 4 or words[0] != "ok" or words[2:] != [str(operations), str(total)]:
        raise Failed(f"{request}: {reply!r} and not 'ok SECONDS {operations} {total}'")
    # The few sessions of here may add no page that was not there.
    if float(words[1]) < 0 or (float(words[1]) == 0 and workload not in ("prepare", "open", "memory")):
        raise Failed(f"{request}: took {words[1]} s")


def play(command, unavailable, directory):
    process = subprocess.Popen(
        [*command, directory], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        if not ask(process, "field count=1").startswith("error "):
            raise Failed("a field of no file was read")
        for request, operations, total in requests():
            check(process, request, operations, total, unavailable)
        if ask(process, "unheard-of count=1") != "no":
            raise Failed("an unknown workload was played")
        if not ask(process, "id count=x").startswith("error "):
            raise Failed("a count that is none was taken")
        process.stdin.close()
        if process.wait(timeout=60) != 0:
            raise Failed(f"ended with status {process.returncode}")
        left = [path.name for path in pathlib.Path(directory).glob("*-wal")]
        if left:
            raise Failed(f"left {left} behind")
    finally:
        process.kill()
        process.wait()


def main():
    products = pathlib.Path(sys.argv[1])
    failures = 0
    for name, (command, unavailable) in CONTENDERS.items():
        with tempfile.TemporaryDirectory() as directory:
            try:
                play([str(products / command[0]), *command[1:]], unavailable, directory)
            except (Failed, BrokenPipeError) as failure:
                failures += 1
                print(f"{name}: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
