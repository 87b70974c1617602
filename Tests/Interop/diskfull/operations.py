"""What is done to a session on a disk that is full: where it begins, and what may be there afterwards."""

import dataclasses
import shutil
import typing

from harness import sample
from harness.driver import DriverError
from kills import starts

PASSPHRASE = "correct horse battery staple"
OTHERS = ("delete", "persist", *starts.CRASHED, starts.OLD)
BATCH = 50  # Peers that are written at once: all of them or none.
CHEAP = {"INTEROP_DERIVATION": "minimum"}
OPTIONS = {"rollback journal": {"INTEROP_JOURNAL": "rollback"}, "shared": {"INTEROP_LOCKING": "shared"}}


@dataclasses.dataclass
class Operation:
    name: str
    start: str
    command: str
    passphrase: typing.Optional[str] = None
    value: typing.Any = None
    is_held: bool = False  # The disk is filled when the session is open and the value is written.
    is_migration: bool = False  # It may be found plain or sealed.
    clears_rows: bool = False  # In three steps: peers and update states go before the session becomes another's.
    options: dict = dataclasses.field(default_factory=dict)  # Of the file, by the driver's environment.

    @property
    def values(self):
        return CHEAP | self.options

    @property
    def may_always_fit(self):
        """It needs no room, or none where there is a log or journal of the size already."""
        return self.name in ("delete", "open")

    def run(self, driver, path, fill=lambda: None):
        if self.is_held:
            with driver.held_open(path, self.value, self.passphrase, self.values):
                fill()
        else:
            fill()
            arguments = dict(passphrase=self.passphrase, values=self.values)
            if self.command == "backup":
                driver.run("backup", path, path.with_name("copy.session"), **arguments)
            elif self.value is None:
                driver.run(self.command, path, **arguments)
            else:
                driver.json(self.command, path, value=self.value, **arguments)

    def read(self, driver, path):
        """What the session's files hold, but for the moment that each value was written; None where there is none."""
        if not path.exists():
            return None
        if self.command == "backup" and path.name != "copy.session":
            return self.read_one(driver, path), self.read(driver, path.with_name("copy.session"))
        return self.read_one(driver, path)

    def read_one(self, driver, path):
        if not self.is_migration:
            return undated(driver.dump(path, passphrase=self.passphrase, values=self.values))
        try:
            return undated(driver.dump(path, passphrase=PASSPHRASE, values=CHEAP))
        except DriverError as error:
            if "not encrypted" not in str(error):
                raise
            return undated(driver.dump(path, values=CHEAP))


def undated(contents):
    session = contents["session"] and contents["session"] | {"date": None}
    return (
        session, sorted(sample.undated(contents["peers"]), key=lambda row: row["id"]),
        sorted(contents["updateStates"], key=lambda row: row["id"]),
    )


def operations():
    """Each on a plain session and on a sealed one."""
    whole = whole_session()
    changed = [peer | {"usernames": [f"changed_{number}"], "accessHash": number} for number, peer in enumerate(whole["peers"])]
    states = [state | {"pts": 77} for state in whole["updateStates"]]
    values = {"peers": [], "updateStates": []}
    other = sample.session(peers=0, userID=6)["session"]
    found = []
    for kind, passphrase in (("plain", None), ("sealed", PASSPHRASE)):
        found += [
            Operation("create", "nothing", "open", passphrase),
            Operation("first write", f"{kind} empty", "write", passphrase, values | {"session": whole["session"]}),
            Operation("replace the values", kind, "write", passphrase, values | {"session": whole["session"] | {"dcID": 5}}),
            Operation("another account", kind, "write", passphrase, values | {"session": other}, clears_rows=True),
            Operation("update peers", kind, "update", passphrase, {"peers": changed[:BATCH], "updateStates": []}),
            Operation("update states", kind, "update", passphrase, {"peers": [], "updateStates": states}),
            Operation("close", kind, "hold", passphrase, {"peers": fresh(whole), "updateStates": states}, is_held=True),
            Operation("open", kind, "open", passphrase),
            Operation("delete", kind, "delete", passphrase),
            Operation("back up", kind, "backup", passphrase),
        ]
        for option, options in OPTIONS.items():
            update = {"peers": changed[:BATCH], "updateStates": []}
            new = values | {"session": whole["session"] | {"dcID": 5}}
            found += [
                Operation(f"update peers, {option}", kind, "update", passphrase, update, options=options),
                Operation(f"replace the values, {option}", kind, "write", passphrase, new, options=options),
            ]
    for mode in OTHERS:
        found.append(Operation("open", mode, "open"))
    found.append(Operation("open", "sealed crashed", "open", PASSPHRASE))
    for mode in ("plain", *OTHERS):
        found.append(Operation("encrypt", mode, "encrypt", PASSPHRASE, is_migration=True))
    found.append(Operation("decrypt", "sealed", "decrypt", PASSPHRASE, is_migration=True))
    return found


def whole_session():
    # The same key each time: it is no real one.
    return sample.session(peers=300, seed=5, authKey="5a" * 128 + "a5" * 128)


def fresh(session):
    """Its peers as others, which have no place in the file yet."""
    return [
        peer | {"id": peer["id"] + (5000 if peer["id"] > 0 else -5000), "usernames": [f"fresh_{number}"], "phoneNumber": None}
        for number, peer in enumerate(session["peers"])
    ]


def prepare(driver, directory):
    """The start states, a directory each."""
    whole = whole_session()
    former = whole | {"peers": [peer | {"usernames": [], "phoneNumber": None} for peer in whole["peers"]]}
    for name in ("nothing", "plain", "plain empty", "sealed", "sealed empty", "sealed crashed", *OTHERS):
        home = directory / name
        home.mkdir(mode=0o700)
        path = home / "full.session"
        if name in OTHERS:
            starts.leave(path, name, whole, former)
        elif name != "nothing":
            options = dict(passphrase=PASSPHRASE if "sealed" in name else None, values=CHEAP)
            if "empty" in name:
                driver.run("open", path, **options)
            else:
                driver.write(path, whole, **options)
    crashed(driver, directory / "sealed crashed")
    return directory


def crashed(driver, home):
    """A process that had written to it was killed: its log is there."""
    path, copies = home / "full.session", home / "copies"
    with driver.held_open(path, {"peers": fresh(whole_session()), "updateStates": []}, PASSPHRASE):
        copies.mkdir()
        for file in list(home.glob("full.session*")):
            shutil.copy(file, copies)
    for file in copies.iterdir():
        shutil.copy(file, home)
    shutil.rmtree(copies)
