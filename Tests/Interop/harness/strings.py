"""Session strings, both ways: checks that the clients' suites share."""

import base64
import struct

from harness import sample
from harness.family import FIELDS
from harness.offline import wait

SESSIONS = [
    dict(dcID=1, userID=1), dict(dcID=2, userID=2**31, isBot=True),
    dict(dcID=3, userID=99, isTest=True, apiID=2**31 - 1), dict(dcID=4, userID=2**32 - 1),
    dict(dcID=5, userID=1, isBot=True, isTest=False), dict(dcID=203, userID=12),
]


def fields(values):
    return sample.session(peers=0, **values)["session"]


def old_string(layout, values):
    packed = struct.pack(
        layout, values["dcID"], values["isTest"], bytes.fromhex(values["authKey"]), values["userID"], values["isBot"]
    )
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def the_new_form(checks, driver, directory, real):
    for number, values in enumerate(SESSIONS + [dict(dcID=4, userID=2**40)]):
        written, name = fields(values), f"strings: new {number}"
        with real.storage(directory / f"new{number}.session") as engine:
            real.set_fields(engine, written)
            theirs = wait(engine.export_session_string())
        imported = directory / f"imported{number}.session"
        driver.run("import", imported, stdin=theirs)
        kept = {field: written[field] for field in FIELDS if field != "date"}
        found = driver.dump(imported)["session"]
        checks.equal(f"{name}: we read theirs", {field: found[field] for field in kept}, kept)
        ours = driver.run("export", imported, "pyrogram").strip()
        checks.true(f"{name}: both write the same", ours == theirs)
        with real.client(session_string=ours) as made:
            same = {field: value for field, value in real.fields_of(made.storage).items() if field in FIELDS}
        checks.equal(f"{name}: their client reads ours", same, kept | {"date": 0})


def the_old_forms(checks, driver, directory, real):
    """By the driver's name, with the layout and the length from the client's Storage class."""
    storage = type(real.memory(None))
    forms = {
        "pyrogram-old32": (storage.OLD_SESSION_STRING_FORMAT, storage.SESSION_STRING_SIZE),
        "pyrogram-old64": (storage.OLD_SESSION_STRING_FORMAT_64, storage.SESSION_STRING_SIZE_64),
    }
    for form, (layout, length) in forms.items():
        for number, values in enumerate(SESSIONS + ([dict(userID=2**40)] if form.endswith("64") else [])):
            written = fields(values)
            text = old_string(layout, written)
            name = f"strings: {form} {number}"
            checks.equal(f"{name}: length", len(text), length)
            path = directory / f"{form}{number}.session"
            driver.run("import", path, stdin=text)
            found = driver.dump(path)["session"]
            kept = {field: written[field] for field in FIELDS if field not in ("date", "apiID")}
            checks.equal(f"{name}: we read it", {field: found[field] for field in kept}, kept)
            checks.equal(f"{name}: its api id is not known", found["apiID"], 0)
            checks.true(f"{name}: we write the same", driver.run("export", path, form).strip() == text)
            with real.storage(session_string=text) as engine:
                theirs = {field: value for field, value in real.fields_of(engine).items() if field in kept}
            checks.equal(f"{name}: they read the same", theirs, kept)


def imported_files(checks, driver, directory, real):
    """A file that we made of a string is one that the client's Client loads, with the string's key."""
    for number, values in enumerate(SESSIONS):
        written = fields(values)
        path = directory / f"imported{number}.session"
        driver.write(path, {"session": written, "peers": [], "updateStates": []})
        text = driver.run("export", path, "pyrogram")
        path.unlink()
        driver.run("import", path, stdin=text)
        with real.client(path) as made:
            found = wait(made.storage.auth_key())
        checks.true(f"strings: {number}: their client loads what we imported", found.hex() == written["authKey"])


def handed_on(checks, driver, directory, real):
    """Their client starts from a string that went into an export, into another session, and out again as plain."""
    ways = {
        "protected": ("protected", dict(passphrase="a passphrase for the way")),
        "sealed": (f"sealed={RECIPIENT}", dict(values={"INTEROP_EXPORT_SECRET": f"identity {IDENTITY}"})),
        "boxed": (f"box={base64.b64encode(PUBLIC).decode()}", dict(values={"INTEROP_EXPORT_SECRET": f"identity {IDENTITY}"})),
    }
    for number, values in enumerate(SESSIONS):
        written = fields(values)
        with real.storage(directory / f"theirs{number}.session") as engine:
            real.set_fields(engine, written)
            theirs = wait(engine.export_session_string())
        for way, (form, options) in ways.items():
            name = f"strings: {way} {number}"
            source, target = (directory / f"{way}{number}{end}.session" for end in ("source", "target"))
            cheap = options | {"values": {"INTEROP_DERIVATION": "minimum"} | options.get("values", {})}
            driver.run("import", source, stdin=theirs, **cheap if way == "protected" else {})
            export = driver.run("export", source, form, **cheap).strip()
            checks.true(f"{name}: the key is not to be seen", written["authKey"][:32] not in revealed(export))
            driver.run("import", target, stdin=export, **cheap)
            sealed = cheap if way == "protected" else {}
            plain = driver.run("export", target, "pyrogram", **sealed).strip()
            checks.true(f"{name}: it is theirs again, to the character", plain == theirs)
            with real.client(session_string=plain) as made:
                found = wait(made.storage.auth_key())
            checks.true(f"{name}: their client starts from it", found.hex() == written["authKey"])


def revealed(text):
    """What base64 of either alphabet hides from nobody, as hexadecimal digits."""
    body = text.removeprefix("svault1_").rstrip("=").replace("+", "-").replace("/", "_")
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).hex()


# The identity of the known answers.
IDENTITY = "d4ce989cfa7c28e37fc3e79e9ac04cefde38f2a8b172bc4869c94e04e0918a8c"
PUBLIC = bytes.fromhex("11ecb9781f7856923ff5513b1588e5cd1b6f46cb5834b2805b3512a29365b320")
RECIPIENT = "svpub1z8ktj7ql0ptfy0l42ya3tz89e5dk73kttq6t9qzmx5f29ym9kvsq6elkay"
