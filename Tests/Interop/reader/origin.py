"""Which vaults and exports are taken, in the words of the test vectors."""

from reader.envelope import RECIPIENT
from reader.refusal import refuse_unless
from reader.text import parse_key


class Policy:
    def __init__(self, words="refuse"):
        self.kind, *rest = words.split()
        if self.kind not in ("refuse", "accept", "pinned", "signed"):
            raise ValueError(f"an origin that is not known: {words}")
        self.pinned = bytes.fromhex(rest[0]) if self.kind == "pinned" else None
        self.signers = {parse_key("signer", text) for text in rest} if self.kind == "signed" else set()

    def require_pinned(self, vault_id):
        refuse_unless(self.pinned in (None, vault_id), "another vault", "other vault")

    def origin(self, vault_id, opened_by, signer=None):
        """What can be told; refused where that is not enough."""
        said = ("signed", signer) if signer else ("secret holder",)
        if not signer and opened_by == RECIPIENT:
            said = ("pinned",) if self.pinned == vault_id else ("unverified",)
        if self.kind == "signed":
            refuse_unless(signer in self.signers, "nobody's, or another's", "origin")
        elif self.kind == "refuse":
            refuse_unless(opened_by != RECIPIENT, "anybody's", "origin")
        return said
