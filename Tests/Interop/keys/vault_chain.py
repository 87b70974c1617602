"""A vault whose slots are changed and which is re-keyed, killed at it; and killed when it is opened in a re-key."""

from keys.chain import DONE, Chain
from keys.changes import Change, slot_change
from keys.check_slots import CHEAP, COUNTED
from keys.process import Keys
from keys.vault import Vault
from reader.record import parse_record

NAME = "keys.session"
REKEYS = ("rotate", "rotate, dropping")
MIDST, TAKEN_UP = "in transition", "taken up"
# The other draws are changes of slots.
SHARE_OF_REKEYS = 0.48


class VaultChain(Chain):
    def __init__(self, *arguments, ways, written):
        super().__init__(*arguments)
        self.ways, self.written, self.epoch = ways, written, 1
        # The slot that is never taken away.
        self.first = next(iter(ways.held))

    @property
    def path(self):
        return self.home / NAME

    def process(self):
        if Vault(self.home, NAME).is_in_transition and self.random.random() < 0.5:
            self.kill_while_it_is_taken_up()
        return Keys(self.driver, self.path, self.draw_opener(), **CHEAP)

    def draw_opener(self):
        self.opener = self.random.choice(list(self.ways.held.values()))
        return self.opener

    def kill_while_it_is_taken_up(self):
        keys = Keys.opening(self.driver, self.path, self.draw_opener(), **CHEAP)
        change = Change(TAKEN_UP, "")
        answer = keys.kill_after(self.random.random() * (self.durations.of(change) + self.durations.of(Change(REKEYS[0], ""))))
        self.see(change, "done" if answer == "ready" else answer)

    def draw(self):
        if self.random.random() >= SHARE_OF_REKEYS:
            return slot_change(self.ways, self.random, stay={self.first})
        dropped = self.draw_dropped()
        given = [secret for slot, secret in self.ways.held.items() if slot not in dropped and self.is_needed(secret)]
        line = " ".join(["rotate", *(secret.words for secret in given), *(f"drop {slot}" for slot in dropped)])
        # One to find its slot, and one for the new slot.
        derivations = 2 * sum(secret.kind == "passphrase" for secret in given)
        return Change(
            REKEYS[bool(dropped)], line, lambda ways, _: ways.without(*dropped), derivations=derivations,
        )

    def draw_dropped(self):
        """Slots whose secrets nobody has for the re-key."""
        slots = [slot for slot in self.ways.held if slot != self.first]
        return self.random.sample(slots, min(len(slots), self.random.choice([0, 1, 2])))

    def is_needed(self, secret):
        """Whether a re-key has to be given it: recipients are in the record, and what opened the vault is known."""
        return secret.kind != "recipient" and secret != self.opener

    def look(self, change, answer):
        vault = Vault(self.home, NAME)
        wrong_with = lambda left, ways: self.wrong_with(vault, change, answer, left, ways)
        left, self.ways, wrong = self.settle(change, answer, vault.envelope, wrong_with)
        self.epoch = vault.envelope.epoch
        if change.operation == TAKEN_UP:
            left = DONE
        return MIDST if vault.is_in_transition else left, wrong

    def wrong_with(self, vault, change, answer, left, ways):
        wrong = ways.wrong_with(vault.envelope, self.holds)
        epoch = self.epoch + (change.operation in REKEYS and left == DONE)
        if vault.envelope.epoch != epoch:
            wrong.append(f"epoch {vault.envelope.epoch}, not {epoch}")
        may_be_moving = answer is None and (change.operation == TAKEN_UP or change.operation in REKEYS and left == DONE)
        if vault.is_in_transition and not may_be_moving:
            wrong.append("in transition")
        return wrong

    def make(self, keys, change):
        answer = super().make(keys, change)
        self.epoch += change.operation in REKEYS
        return answer

    def holds(self, payload):
        return parse_record(payload)["authKey"] == self.written["session"]["authKey"]

    def end(self):
        """By the library, which takes up a re-key, and then by the reader."""
        found = self.driver.dump(self.path, values=CHEAP | {"INTEROP_SECRET": self.draw_opener().words})
        if found["session"]["authKey"] != self.written["session"]["authKey"]:
            self.wrong.append("another auth key")
        _, wrong = self.look(Change("end", ""), "done")
        self.wrong += [f"at the end: {what}" for what in wrong]
        _, peers, states = Vault(self.home, NAME).contents(self.ways.held[self.first])
        expected = sorted(self.written["peers"], key=lambda row: row["id"])
        if [[peer[name] for name in COUNTED] for peer in peers] != [[peer[name] for name in COUNTED] for peer in expected]:
            self.wrong.append("peers are lost")
        if len(states) != len(self.written["updateStates"]):
            self.wrong.append("update states are lost")
        if any(path.name != NAME for path in self.home.iterdir()):
            self.wrong.append("files are left")
