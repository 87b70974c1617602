"""Key slots that the library made, opened by the reader: every kind, before and after a re-key."""

from harness import sample
from keys.process import Keys
from keys.secret import Secret
from keys.vault import Vault
from reader.envelope import RECIPIENT

CHEAP = {"INTEROP_DERIVATION": "minimum"}
KINDS = ("passphrase", "rawKey", "recoveryCode", "identity", "recipient")
COUNTED = ("id", "accessHash", "type", "usernames", "phoneNumber")


def made_vault(driver, directory, peers=40):
    """A vault with a raw key's slot, in a directory of its own."""
    home, main, written = directory / "home", Secret.random("rawKey"), sample.session(peers=peers, seed=4)
    home.mkdir(mode=0o700)
    driver.write(home / "keys.session", written, values=CHEAP | {"INTEROP_SECRET": main.words})
    return home, main, written


def reads(checks, name, vault, secret, written):
    """That the vault opens by the secret, and has what was written."""
    record, peers, states = vault.contents(secret)
    checks.true(f"{name}: auth key", record["authKey"] == written["session"]["authKey"])
    expected = sorted(written["peers"], key=lambda row: row["id"])
    found = [{name: peer[name] for name in COUNTED} for peer in peers]
    checks.equal(f"{name}: peers", found, [{name: peer[name] for name in COUNTED} for peer in expected])
    checks.equal(f"{name}: update states", len(states), len(written["updateStates"]))
    slots = [slot.id for slot in vault.envelope.slots if slot.type == RECIPIENT]
    checks.equal(f"{name}: recipients", [entry["slot"] for entry in record["recipients"]], slots)


def check_each_kind(checks, driver, directory):
    home, main, written = made_vault(driver, directory)
    path, held = home / "keys.session", {}
    keys = Keys(driver, path, main, **CHEAP)
    for kind in KINDS:
        secret = Secret.random(kind)
        held[secret] = keys.ask(f"add {secret.words}").split()[1]
    keys.close()
    vault = Vault(home, path.name)
    checks.equal("slots: their ids, in order", vault.slot_ids[1:], list(held.values()))
    for secret in [main, *held]:
        reads(checks, f"slots: opened by {secret.kind}", vault, secret, written)
        found = driver.dump(path, values=CHEAP | {"INTEROP_SECRET": secret.words})
        checks.true(f"slots: the library opens it by {secret.kind}", found["session"]["authKey"] == written["session"]["authKey"])
        checks.true(f"slots: another {secret.kind} opens nothing", not vault.opens(Secret.random(secret.kind)))

    keys = Keys(driver, path, main, **CHEAP)
    checks.equal("slots: a re-key", keys.ask("rotate " + " ".join(s.words for s in held if s.kind not in ("identity", "recipient"))), "done")
    keys.close()
    rekeyed = Vault(home, path.name)
    checks.equal("slots: the epoch after a re-key", rekeyed.envelope.epoch, 2)
    checks.equal("slots: flags after a re-key", rekeyed.envelope.flags, 1)
    checks.equal("slots: the same slots after a re-key", rekeyed.slot_ids, vault.slot_ids)
    for secret in [main, *held]:
        reads(checks, f"slots: re-keyed, opened by {secret.kind}", rekeyed, secret, written)
    before, after = ({token for token, _ in found.peers} for found in (vault, rekeyed))
    checks.equal("slots: tokens that two epochs share", len(before & after), 0)

    keys = Keys(driver, path, main, **CHEAP)
    for secret, slot in held.items():
        checks.equal(f"slots: {secret.kind} is removed", keys.ask(f"remove {slot}"), "done")
    keys.close()
    left = Vault(home, path.name)
    for secret in held:
        checks.true(f"slots: a removed {secret.kind} opens nothing", not left.opens(secret))
        checks.refused(f"slots: a removed {secret.kind}", "no key slot fits",
                       lambda: driver.dump(path, values=CHEAP | {"INTEROP_SECRET": secret.words}))
    reads(checks, "slots: the last one", left, main, written)
    with_main = Keys(driver, path, main, **CHEAP)
    with_main.send(f"remove {left.slot_ids[0]}")
    checks.equal("slots: the last one stays", with_main.answer(), "error the last key slot cannot be removed; add another first")
    with_main.close()


def check_a_changed_passphrase(checks, driver, directory):
    home, main, written = made_vault(driver, directory)
    path, first, second = home / "keys.session", Secret.random("passphrase"), Secret.random("passphrase")
    keys = Keys(driver, path, main, **CHEAP)
    keys.ask(f"add {first.words}")
    checks.equal("passphrase: changed", keys.ask(f"passphrase {second.bytes.hex()}"), "done")
    keys.close()
    vault = Vault(home, path.name)
    checks.true("passphrase: the one before opens nothing", not vault.opens(first))
    reads(checks, "passphrase: the new one", vault, second, written)
