"""What is counted: by its name, the workload's request that plays it, as often as makes its share of a count steady."""

from dataclasses import dataclass

PEERS = 10_000


@dataclass(frozen=True)
class Operation:
    title: str
    # The version in it is another each time, as what is written must be.
    request: str
    # Whether it comes out otherwise in a sealed session than in a plain one.
    is_of_files: bool = True

    def asked(self, version):
        return self.request.format(peers=PEERS, version=version)


# In the order in which they are played, since some find what others left: states are listed before they are set, and
# peers are unchanged until they are changed.
OPERATIONS = (
    Operation("look-up by id", "id peers={peers} count=2000 seed=1"),
    Operation("look-up by username", "username peers={peers} count=2000 seed=1"),
    Operation("look-up by phone number", "phone peers={peers} count=2000 seed=1"),
    Operation("upsert, new peers", "insert peers=1000"),
    Operation("upsert, known and unchanged", "unchanged peers={peers} count=1000"),
    Operation("upsert, known and changed", "changed peers={peers} count=1000 version={version}"),
    Operation("read a session field", "field count=20000"),
    Operation("write a session field", "envelope count=200"),
    Operation("list 1,000 update states", "states count=5"),
    Operation("set an update state", "state count=1000 version={version}"),
    Operation("re-open, read the auth key, close", "reopen count=20"),
    Operation("export a session string", "export count=500"),
    Operation("read a session string", "parse count=500", is_of_files=False),
    Operation("import a session string into memory", "import count=20", is_of_files=False),
    Operation("protect a string and open it, beside the derivation", "protect count=100", is_of_files=False),
)


def played(sealing):
    """The operations that are counted there, each by its name in the baseline."""
    return {
        f"{operation.title}, {sealing}" if operation.is_of_files else operation.title: operation
        for operation in OPERATIONS
        if operation.is_of_files or sealing == "plain"
    }


NAMES = sorted(played("plain") | played("sealed"))
