"""A real client other than the one whose packages are here, in a process of its own."""

import json
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent


def loads(client, path, written, api_id=12345):
    """What that client's Client finds in the file: its fields, its update states, and the look-ups that go wrong."""
    # Their environments lie beside this one.
    python = pathlib.Path(sys.prefix).parent / client / "bin" / "python"
    done = subprocess.run(
        [python, "-B", here.parent / "load.py", client, path, str(api_id)], input=json.dumps(written["peers"]),
        capture_output=True, text=True, timeout=120,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{client} did not load it: {done.stderr.splitlines()[-1:]}")
    return json.loads(done.stdout)
