"""The bounds of a derivation, which come before any work."""

from kit.case import OPENS_RAW, raw, text
from kit.people import OPENS_PHRASE, phrase


def cases():
    yield text("cost-one-pass", "success", "one pass over 46 MiB", [phrase(cost=(1, 46))], secret=OPENS_PHRASE)
    for passes, mebibytes, comment in (
        (1, 45, "one pass over less than 46 MiB"), (2, 18, "two passes over less than 19 MiB"), (0, 64, "no pass"),
        (255, 0, "no memory"), (16, 0, "no memory within the ceiling"), (17, 19, "17 passes"), (2, 1025, "1,025 MiB"),
        (2, 65535, "64 GiB"), (5, 1024, "one slot whose passes times MiB are above 4,096"),
    ):
        yield text(f"cost-{passes}-{mebibytes}", "cost", comment, [phrase(cost=(passes, mebibytes))], secret=OPENS_PHRASE)
    costly = phrase("another", cost=(16, 254))
    yield text("cost-sum", "cost", "two slots of 38 and 4,064: more than 4,096 together", [phrase(), costly], secret=OPENS_PHRASE)
    yield text("cost-sum-in-bounds", "success", "two slots of 38 and 4,048, the first of which opens",
               [phrase(), phrase("another", cost=(16, 253))], secret=OPENS_PHRASE)
    yield text("cost-of-a-second-slot", "cost", "the first slot opens, and the second costs too little",
               [phrase(), phrase("another", cost=(1, 19))], secret=OPENS_PHRASE)
    yield text("cost-for-another-secret", "success", "costs are a matter of passphrases alone",
               [phrase(cost=(255, 65535)), raw()], secret=OPENS_RAW)
    yield text("cost-algorithm-1", "malformed", "Argon2i", [phrase(algorithm=1)], secret=OPENS_PHRASE)
    yield text("cost-algorithm-3", "malformed", "an algorithm that there is not, in a second slot",
               [phrase(), phrase("another", algorithm=3)], secret=OPENS_PHRASE)
