"""The peers, picks and fields that every contender makes by itself, and that must come out the same everywhere."""

MASK = 2**64 - 1
AUTH_KEY = bytes(range(256))
DC, ACCOUNT, API_ID = 2, 1, 1
STATES = 1_000
BATCH = 100


def mix(number):
    """splitmix64's step: 64 bits that look random and are the same in every language."""
    z = (number + 0x9E3779B97F4A7C15) & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def peer_id(number):
    return mix(number) >> 16 or 1


def access_hash(number, version=0):
    unsigned = mix(number * 2 + 1 + (version << 40) & MASK)
    return unsigned - 2**64 if unsigned >> 63 else unsigned


def usernames(number):
    return [f"name_{number}", f"other_{number}"]


def phone_number(number):
    return f"7{1_000_000_000 + number}"


def picks(count, peers, seed=0, first=0):
    """The numbers of the peers that a request is about."""
    return [mix(seed << 32 | k) % peers for k in range(first, first + count)]


def picked_batches(count, peers, seed=0):
    """Batches of consecutive numbers, each from where a pick says."""
    starts = [pick - pick % BATCH for pick in picks(count // BATCH, peers, seed)]
    return [range(start, min(start + BATCH, peers)) for start in starts]


def all_batches(peers):
    return [range(start, min(start + BATCH, peers)) for start in range(0, peers, BATCH)]


def state(call, version):
    """The update state that a call sets: its id, pts, qts, date and seq. No call sets what is there already."""
    return call % STATES + 1, version * 1_000_000 + call // STATES, 1, 2, 3
