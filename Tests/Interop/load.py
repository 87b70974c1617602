"""Has a real client load a session, and look up the peers that are given on standard input.

usage: load.py CLIENT PATH API_ID    (with that client's Python)
"""

import importlib
import json
import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.append(str(here.parent))


def main():
    client, path, api_id = sys.argv[1:]
    real = importlib.import_module(f"{here.name}.{client}.real").real
    with real.client(path, api_id=int(api_id)) as made:
        wrong, count = real.resolves_all(made, json.load(sys.stdin))
        fields, states = real.fields_of(made.storage), real.states_of(made.storage)
    print(json.dumps({"fields": fields, "updateStates": states, "wrong": wrong, "count": count}))


if __name__ == "__main__":
    main()
