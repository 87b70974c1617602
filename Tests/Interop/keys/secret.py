"""What a key slot is for: a secret of the tests' own, as the driver and the reader take it."""

import dataclasses
import secrets

from reader.envelope import PASSPHRASE, RAW_KEY, RECIPIENT, RECOVERY, ROOT_KEY

TYPES = {
    "passphrase": PASSPHRASE, "rawKey": RAW_KEY, "keyring": ROOT_KEY, "recoveryCode": RECOVERY, "identity": RECIPIENT,
    "recipient": RECIPIENT,
}


@dataclasses.dataclass(frozen=True)
class Secret:
    kind: str
    bytes: bytes = dataclasses.field(repr=False)

    @staticmethod
    def random(kind):
        if kind == "passphrase":
            return Secret(kind, secrets.token_hex(8).encode())
        return Secret(kind, secrets.token_bytes(16 if kind == "recoveryCode" else 32))

    @property
    def type(self):
        """Of its slots."""
        return TYPES[self.kind]

    @property
    def words(self):
        """As the driver is told."""
        return f"{self.kind} {self.bytes.hex()}"

    @property
    def for_reader(self):
        return self.bytes.decode() if self.kind == "passphrase" else self.bytes
