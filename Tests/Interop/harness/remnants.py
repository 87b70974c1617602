"""Searches files for what a sealed session must not hold: our own search, which shares nothing with the library's."""


def remnants(directory, session):
    """For each kind, how many values are found in any file of the directory, and how many were searched for."""
    # Whatever lies there: the database, its -wal, -journal, -shm, and files that somebody forgot.
    content = b"\0".join(path.read_bytes() for path in sorted(directory.iterdir()) if path.is_file())
    folded = content.lower()
    key = bytes.fromhex(session["session"]["authKey"])
    parts = [key[start : start + 16] for start in range(0, len(key), 16)]
    phones = {peer["phoneNumber"] for peer in session["peers"] if peer["phoneNumber"]}
    usernames = {name for peer in session["peers"] for name in peer["usernames"]}
    return {
        "part of the key": (sum(part in content for part in parts), len(parts)),
        "phone number": (sum(phone.encode() in content for phone in phones), len(phones)),
        "username": (sum(name.lower().encode() in folded for name in usernames), len(usernames)),
    }
