"""Raw sealed boxes of 1,000 random lengths, from ours to PyNaCl's SealedBox and back.

INTEROP_SEED repeats a run's lengths.
"""

import base64
import os
import random
import secrets
import subprocess

from nacl.public import PrivateKey, SealedBox

BOXES = 1_000
LONGEST = 64 * 1024
# Around the blocks of the ciphers beneath, and the ends.
EDGES = (0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, LONGEST - 1, LONGEST)


def check_boxes_both_ways(checks, driver, directory):
    seed = os.environ.get("INTEROP_SEED", secrets.token_hex(4))
    chance = random.Random(seed)
    lengths = [*EDGES, *(chance.randint(0, LONGEST) for _ in range(BOXES - len(EDGES)))]
    texts = [chance.randbytes(length) for length in lengths]
    key = PrivateKey.generate()
    public = encoded(bytes(key.public_key))
    asked = [f"seal {public} {encoded(text)}" for text in texts]
    asked += [f"open {encoded(SealedBox(key.public_key).encrypt(text))}" for text in texts]
    answers = answered(driver, key, asked)
    checks.equal(f"raw boxes, seed {seed}: each is answered", len(answers), 2 * BOXES)
    for length, text, box in zip(lengths, texts, answers):
        opened = SealedBox(key).decrypt(base64.b64decode(box, validate=True))
        checks.true(f"raw boxes, seed {seed}: PyNaCl opens ours of {length} bytes", opened == text)
    for length, text, opened in zip(lengths, texts, answers[BOXES:]):
        checks.true(f"raw boxes, seed {seed}: we open PyNaCl's of {length} bytes", base64.b64decode(opened) == text)


def check_a_box_of_another_key(checks, driver, directory):
    key = PrivateKey.generate()
    box = bytearray(SealedBox(key.public_key).encrypt(b"a session"))
    others = encoded(SealedBox(PrivateKey.generate().public_key).encrypt(b"a session"))
    checks.true("raw boxes: another key's is not opened", refusal(driver, key, others))
    for place in range(len(box)):
        box[place] ^= 1
        checks.true(f"raw boxes: not opened with byte {place} changed", refusal(driver, key, encoded(box)))
        box[place] ^= 1


def refusal(driver, key, box):
    done = subprocess.run([*command(driver, key)], input=f"open {box}\n", capture_output=True, text=True, timeout=60)
    return done.returncode == 1 and "is for another key, or was changed" in done.stderr and not done.stdout


def answered(driver, key, lines):
    done = subprocess.run(
        [*command(driver, key)], input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=600, check=True)
    return done.stdout.split("\n")[:-1]


def command(driver, key):
    # The test's own key, made for this run.
    return driver.path, "boxes", f"identity {bytes(key).hex()}"


def encoded(data):
    return base64.b64encode(data).decode()
