"""Has pyrotgfork write a session with every type of peer, for the examples to be run on.

usage: make_sample.py PATH
"""

import sys

from harness import sample
from pyrotgfork.real import real

real.write(sys.argv[1], sample.session(peers=50))
