"""Session strings, both ways."""

import base64
import secrets
import struct

from harness import sample
from harness.driver import DriverError
from harness.family import FIELDS
from harness.offline import wait

from .real import SQLiteStorage, real

# The forms by the driver's name, with the layout and the length from pyrotgfork's Storage class.
OLD = {
    "pyrogram-old32": (SQLiteStorage.OLD_SESSION_STRING_FORMAT, SQLiteStorage.SESSION_STRING_SIZE),
    "pyrogram-old64": (SQLiteStorage.OLD_SESSION_STRING_FORMAT_64, SQLiteStorage.SESSION_STRING_SIZE_64),
}
SESSIONS = [
    dict(dcID=1, userID=1), dict(dcID=2, userID=2**31, isBot=True), dict(dcID=3, userID=99, isTest=True, apiID=2**31 - 1),
    dict(dcID=4, userID=2**32 - 1), dict(dcID=5, userID=1, isBot=True, isTest=False), dict(dcID=203, userID=12),
]


def fields(values):
    return sample.session(peers=0, **values)["session"]


def old_string(layout, values):
    packed = struct.pack(
        layout, values["dcID"], values["isTest"], bytes.fromhex(values["authKey"]), values["userID"], values["isBot"]
    )
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def check_the_new_form(checks, driver, directory):
    for number, values in enumerate(SESSIONS + [dict(dcID=4, userID=2**40)]):
        written = fields(values)
        path = directory / f"new{number}.session"
        real.write(path, {"session": written, "peers": [], "updateStates": []})
        with real.storage(path) as engine:
            theirs = wait(engine.export_session_string())
        ours = driver.run("export", path, "pyrogram").strip()
        checks.true(f"strings: new {number}: both write the same", ours == theirs)

        imported = directory / f"imported{number}.session"
        driver.run("import", imported, stdin=theirs)
        found = driver.dump(imported)["session"]
        same = {name: value for name, value in found.items() if name in FIELDS and name != "date"}
        checks.equal(f"strings: new {number}: we read theirs", same, {name: written[name] for name in same})
        with real.client(session_string=ours) as made:
            same = real.fields_of(made.storage)
        checks.equal(f"strings: new {number}: their client reads ours", same, {name: written[name] for name in FIELDS} | {"date": 0})
        with real.client(imported) as made:
            checks.true(f"strings: new {number}: their client loads what we imported",
                        wait(made.storage.auth_key()).hex() == written["authKey"])


def check_the_old_forms(checks, driver, directory):
    for form, (layout, length) in OLD.items():
        for number, values in enumerate(SESSIONS + ([dict(userID=2**40)] if form.endswith("64") else [])):
            written = fields(values)
            text = old_string(layout, written)
            name = f"strings: {form} {number}"
            checks.equal(f"{name}: length", len(text), length)
            path = directory / f"{form}{number}.session"
            driver.run("import", path, stdin=text)
            found = driver.dump(path)["session"]
            kept = [field for field in FIELDS if field not in ("date", "apiID")]
            checks.equal(f"{name}: we read it", {field: found[field] for field in kept}, {field: written[field] for field in kept})
            checks.equal(f"{name}: its api id is not known", found["apiID"], 0)
            checks.true(f"{name}: we write the same", driver.run("export", path, form).strip() == text)
            with real.storage(session_string=text) as engine:
                theirs = {field: value for field, value in real.fields_of(engine).items() if field in kept}
            checks.equal(f"{name}: they read the same", theirs, {field: written[field] for field in kept})
            with real.client(path) as made:
                checks.true(f"{name}: their client loads what we imported",
                            wait(made.storage.auth_key()).hex() == written["authKey"])


def check_what_a_form_cannot_hold(checks, driver, directory):
    path = directory / "large.session"
    driver.write(path, sample.session(peers=0, userID=2**32))
    checks.raises("strings: a large user id in the oldest form", DriverError, lambda: driver.run("export", path, "pyrogram-old32"))
    text = driver.run("export", path, "pyrogram").strip()
    target = directory / "refused.session"
    for name, bad in {
        "cut": text[:-1], "lengthened": text + "A", "padded": text + "==", "empty": "",
        "of another alphabet": text[:50] + "+" + text[51:], "of random characters": secrets.token_urlsafe(40),
    }.items():
        checks.raises(f"strings: a string {name}", DriverError, lambda bad=bad: driver.run("import", target, stdin=bad))
