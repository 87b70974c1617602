"""Plays a code host: gives its key to the program named, and opens the secret in the request that it prints.

usage: open_request.py PROGRAM
"""

import base64
import json
import subprocess
import sys

from nacl.public import PrivateKey, SealedBox


def main():
    key = PrivateKey.generate()
    public = base64.b64encode(bytes(key.public_key)).decode()
    printed = subprocess.run([sys.argv[1], "a key's id", public], capture_output=True, text=True, timeout=60, check=True)
    request, body = printed.stdout.strip().split("\n\n")
    body = json.loads(body)
    secret = SealedBox(key).decrypt(base64.b64decode(body["encrypted_value"], validate=True))
    assert request.startswith("PUT /repos/") and body["key_id"] == "a key's id"
    # Pyrogram's form, which the runner's client starts from.
    assert len(secret) == 362 and len(base64.urlsafe_b64decode(secret + b"==")) == 271


if __name__ == "__main__":
    main()
