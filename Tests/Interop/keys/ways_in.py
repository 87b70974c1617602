"""The secrets that an envelope is to open by, each by a slot of its own, and those that it is to open by no more."""

import dataclasses

from reader.envelope import open_payload, unwrap

# A derivation each, on every passphrase's slot.
GONE_PASSPHRASES = 3


@dataclasses.dataclass(frozen=True)
class WaysIn:
    held: dict  # The secret by the id of its slot, in the order of the slots.
    gone: tuple = ()

    def having(self, slot, secret):
        """One more, at the end."""
        return WaysIn(self.held | {slot: secret}, self.gone)

    def without(self, *slots):
        left = {slot: secret for slot, secret in self.held.items() if slot not in slots}
        return WaysIn(left, self.gone + tuple(self.held[slot] for slot in slots))

    def replacing(self, old, secret, new=None):
        """Another secret in the place of one; the slot may have another id."""
        replaced = {new or old: secret}
        held = {}
        for slot, kept in self.held.items():
            held |= replaced if slot == old else {slot: kept}
        return WaysIn(held, self.gone + (self.held[old],))

    def refusing(self, secret):
        return WaysIn(self.held, self.gone + (secret,))

    def wrong_with(self, envelope, holds):
        """What is not as it should be in an envelope: its slots, whom they open to, and what is inside, which `holds` is
        asked of."""
        found = [(slot.id.hex(), slot.type) for slot in envelope.slots]
        expected = [(slot, secret.type) for slot, secret in self.held.items()]
        wrong = [] if found == expected else [f"slots {named(found)}, which should be {named(expected)}"]
        for slot in envelope.slots:
            secret = self.held.get(slot.id.hex())
            if secret and not is_opened(envelope, slot, secret, holds):
                wrong.append(f"a {secret.kind} does not open its slot")
        return wrong + [f"a {secret.kind} that is gone opens it" for secret in self.tried_gone if opens(envelope, secret)]

    @property
    def tried_gone(self):
        passphrases = [secret for secret in self.gone if secret.kind == "passphrase"]
        return [secret for secret in self.gone if secret.kind != "passphrase"] + passphrases[-GONE_PASSPHRASES:]


def named(slots):
    return " ".join(f"{slot[:6]}({kind})" for slot, kind in slots)


def is_opened(envelope, slot, secret, holds):
    key = unwrap(envelope, slot, secret.for_reader) if slot.type == secret.type else None
    return key is not None and holds(open_payload(envelope, key))


def opens(envelope, secret):
    return any(
        slot.type == secret.type and unwrap(envelope, slot, secret.for_reader) is not None for slot in envelope.slots
    )
