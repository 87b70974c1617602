"""What a client leaves that dies with its session open."""

import os
import traceback


def crashes(body):
    """Runs it in a copy of this process, which ends without a word to anybody, and so to no storage."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            body()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
        raise RuntimeError("what was to happen before the crash failed")
