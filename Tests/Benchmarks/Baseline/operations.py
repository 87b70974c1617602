"""What is counted: by its name, the workload's request that plays it, as often as makes its share of a count steady."""

from dataclasses import dataclass

PEERS = 10_000
PLAIN, SEALED = ("plain",), ("sealed",)
FIRST = ", not read before"


@dataclass(frozen=True)
class Operation:
    title: str
    # The version in it is another each time, as what is written must be.
    request: str
    sealings: tuple = PLAIN + SEALED
    # Whether the file is opened anew before it, so that nothing of it is kept in memory.
    is_first: bool = False

    def asked(self, version):
        return self.request.format(peers=PEERS, version=version)


def first(title, request):
    """Of sealed peers, since the library keeps those that it has opened."""
    return Operation(title + FIRST, request, SEALED, is_first=True)


BY_ID = ("look-up by id", "id peers={peers} count=2000 seed=1")
BY_USERNAME = ("look-up by username", "username peers={peers} count=2000 seed=1")
BY_PHONE = ("look-up by phone number", "phone peers={peers} count=2000 seed=1")
UNCHANGED = ("upsert, known and unchanged", "unchanged peers={peers} count=1000")

# In the order in which they are played, since some find what others left: states are listed before they are set, and
# peers are unchanged until they are changed.
OPERATIONS = (
    Operation(*BY_ID),
    first(*BY_ID),
    Operation(*BY_USERNAME),
    first(*BY_USERNAME),
    Operation(*BY_PHONE),
    first(*BY_PHONE),
    Operation("upsert, new peers", "insert peers=1000"),
    Operation(*UNCHANGED),
    first(*UNCHANGED),
    Operation("upsert, known and changed", "changed peers={peers} count=1000 version={version}"),
    Operation("read a session field", "field count=20000"),
    Operation("write a session field", "envelope count=200"),
    Operation("list 1,000 update states", "states count=5"),
    Operation("set an update state", "state count=1000 version={version}"),
    Operation("re-open, read the auth key, close", "reopen count=20"),
    Operation("export a session string", "export count=500"),
    # What is not about files is the same in both.
    Operation("read a session string", "parse count=500", PLAIN),
    Operation("import a session string into memory", "import count=200", PLAIN),
    Operation("seal a session to a recipient", "seal count=50", PLAIN),
    Operation("open a session as its recipient", "unseal count=50", PLAIN),
)


def played(sealing):
    """The operations that are counted there, each by its name in the baseline."""
    return {
        operation.title if operation.sealings == PLAIN else f"{operation.title}, {sealing}": operation
        for operation in OPERATIONS
        if sealing in operation.sealings
    }


NAMES = sorted(played("plain") | played("sealed"))
