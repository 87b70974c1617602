"""Where and with what it was measured."""

import datetime
import json
import os
import pathlib
import platform
import re
import subprocess

from contenders import here, root


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def processor():
    try:
        found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.machine()


def cores():
    return f"{os.cpu_count()} cores" if os.cpu_count() != 1 else "1 core"


def kernel():
    """Its version, without what the builder put behind it."""
    return re.match(r"[0-9.]*[0-9]|", platform.release())[0]


def file_system(directory):
    return output("findmnt", "--noheadings", "--output", "FSTYPE", "--target", str(directory)) or "unknown"


def library(package):
    return output("pkg-config", "--modversion", package) or "unknown"


def swift():
    found = re.search(r"Swift version (\S+)", output("swift", "--version"))
    return found[1] if found else "unknown"


def pinned(list_of_packages, wanted):
    """The version of each package named, as the list that it was installed from has it."""
    try:
        lines = list_of_packages.read_text().splitlines()
    except OSError:
        return {}
    versions = dict(line.strip().split("==") for line in lines if "==" in line)
    return {name: version for name, version in versions.items() if name in wanted}


def clients():
    names = ("pyrotgfork", "kurigram", "telethon")
    return {
        name: pinned(root / f"Tests/Interop/{name}/requirements.txt", {name}).get(name, "unknown") for name in names
    }


def wheels():
    return pinned(here.parent / "Wheels/requirements.txt", {"sqlcipher3", "sqlcipher3-wheels", "pysqlite3mc-binary"})


def swift_packages():
    try:
        pins = json.loads((here.parent / "Package.resolved").read_text())["pins"]
    except (OSError, ValueError, KeyError):
        return {}
    return {pin["identity"]: pin["state"].get("version", "") for pin in pins if pin["identity"] == "grdb.swift"}


def commit():
    """The commit that was measured, and whether it was all that was."""
    name = output("git", "-C", str(root), "rev-parse", "--short=12", "HEAD")
    changed = output("git", "-C", str(root), "status", "--porcelain", "--", "Sources", "Tests/Benchmarks/Sources")
    return f"{name}, with changes" if name and changed else name


def described(directory):
    """Name and value, in the order in which they are shown."""
    versions = {
        "SQLite": library("sqlite3"),
        "libsodium": library("libsodium"),
        "Swift": swift(),
        "Python": platform.python_version(),
    }
    versions |= {"GRDB" if name == "grdb.swift" else name: version for name, version in swift_packages().items()}
    versions |= wheels() | clients()
    return {
        "date": datetime.date.today().isoformat(),
        "commit": commit() or "unknown",
        "processor": f"{processor()}, {cores()}",
        "system": f"{platform.system()} {kernel()}, {file_system(directory)}",
        "load at the start": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
    }
