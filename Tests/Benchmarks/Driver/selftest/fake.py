"""A contender that does nothing, or what must be noticed.

usage: fake.py MODE DIRECTORY
"""

import sys


def answer(mode, request):
    workload, *options = request.split()
    count = int(dict(option.split("=") for option in options).get("count", 1))
    if mode == "unable" and workload != "prepare":
        return "no"
    if mode == "error":
        return "error the file is\tbroken"
    if mode == "noise":
        return "well enough"
    if mode == "dies":
        sys.exit("the disk is on fire")
    if mode == "mute":
        sys.exit(0)
    check = count + (mode == "wrong")
    return f"ok {0.001 * count:f} {count} {check}"


def main():
    mode = sys.argv[1]
    for request in sys.stdin:
        print(answer(mode, request), flush=True)
    if mode == "ends badly":
        sys.exit(3)


if __name__ == "__main__":
    main()
