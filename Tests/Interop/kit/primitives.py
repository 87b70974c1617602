"""What the format is made of, by libsodium through PyNaCl and by hashlib. Written from the article *Format* alone: neither
the library's code nor the reader's is in it.

Nothing is random here: a second run gives the same bytes.
"""

import hashlib
import struct

from nacl import bindings
from nacl.signing import SigningKey

SEED = b"test vectors of the vault's format, version 1"


class Random:
    """Bytes that look random, and are the same for one name at each run."""

    def __init__(self, name):
        self.name = name.encode()
        self.drawn = 0

    def __call__(self, count):
        self.drawn += 1
        key = hashlib.blake2b(SEED + struct.pack("<Q", self.drawn) + self.name, digest_size=32).digest()
        return hashlib.shake_256(key).digest(count)


def blake2b(count, message, key=b""):
    return hashlib.blake2b(message, digest_size=count, key=key).digest()


def subkey(data_key, number):
    return hashlib.blake2b(digest_size=32, key=data_key, salt=struct.pack("<QQ", number, 0), person=b"SVTkdfv1" + bytes(8)).digest()


def aead(key, nonce, plain, associated):
    return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, associated, nonce, key)


def argon2id(passphrase, salt, passes, mebibytes):
    return bindings.crypto_pwhash_alg(32, passphrase, salt, passes, mebibytes << 20, bindings.crypto_pwhash_ALG_ARGON2ID13)


def public_of(secret):
    return bindings.crypto_scalarmult_base(secret)


def sealed_box(message, public, ephemeral):
    """crypto_box_seal with an ephemeral secret key of the caller's instead of a random one."""
    sender = public_of(ephemeral)
    nonce = blake2b(24, sender + public)
    return sender + bindings.crypto_box(message, nonce, public, ephemeral)


def signer_of(seed):
    return bytes(SigningKey(seed).verify_key)


def sign(seed, message):
    return SigningKey(seed).sign(message).signature


# What changes bytes: each gives a function for one of a vault's edits.


def flip(at, bits=1):
    return lambda data: put(at, bytes([data[at] ^ bits]))(data)


def put(at, new):
    def changed(data):
        begin = at if at >= 0 else len(data) + at
        return data[:begin] + new + data[begin + len(new) :]

    return changed


def cut(count):
    return lambda data: data[:-count]


def append(more):
    return lambda data: data + more
