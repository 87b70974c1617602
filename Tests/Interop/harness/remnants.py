"""Searches files for what a sealed session must not hold: our own search, which shares nothing with the library's."""

HEAD = 4


def remnants(directory, session):
    """For each kind, how many values are found in any file below the directory, and how many were searched for."""
    # Whatever lies there: the database, its -wal, -journal, -shm, and files that somebody forgot.
    content = b"\0".join(path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file())
    key = bytes.fromhex(session["session"]["authKey"])
    kinds = {
        "part of the key": ({key[start : start + 16] for start in range(0, len(key), 16)}, content),
        "phone number": ({peer["phoneNumber"].encode() for peer in session["peers"] if peer["phoneNumber"]}, content),
        "username": ({name.lower().encode() for peer in session["peers"] for name in peer["usernames"]}, content.lower()),
    }
    return {kind: (len(found(patterns, text)), len(patterns)) for kind, (patterns, text) in kinds.items()}


def found(patterns, text):
    """Those of the patterns that occur. Their first bytes, which many share, rule nearly every place out."""
    lengths = {len(pattern) for pattern in patterns}
    occurring = set()
    for head in {pattern[:HEAD] for pattern in patterns}:
        place = text.find(head)
        while place >= 0:
            occurring.update(patterns & {text[place : place + length] for length in lengths})
            place = text.find(head, place + 1)
    return occurring
