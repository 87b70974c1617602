"""How long changes take when nobody kills them, by the last few times: the machine may be busier by now than it was."""

import collections
import contextlib
import statistics
import time

MEASURED = 5


class Durations:
    def __init__(self):
        self.last = collections.defaultdict(lambda: collections.deque(maxlen=MEASURED))

    @contextlib.contextmanager
    def noting(self, change):
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        self.last[change.operation].append((took - change.derivations * self.derivation) / change.share)

    def of(self, change):
        """Of one like this, with as many derivations, where as much of it is left to do."""
        return max(0, change.share * self.middle(change.operation)) + change.derivations * self.derivation

    def middle(self, operation):
        return statistics.median(list(self.last[operation]))

    @property
    def derivation(self):
        """What a passphrase takes more than a key does."""
        if not self.last["passphrase"]:
            return 0
        return max(0, self.middle("passphrase") - self.middle("add"))
