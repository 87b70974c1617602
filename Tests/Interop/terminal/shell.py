"""A shell with job control and one job: what Ctrl-Z stops goes on only where there is one.

usage: shell.py TERMINAL STDIN STDOUT STDERR COMMAND...      (the first four are descriptors)

Runs the command in the foreground of the terminal and writes a line for all that happens to it: `running PID`, `stopped
SIGNAL`, `exited STATUS`, `killed SIGNAL`. Where it is stopped, `fg` or `bg` on standard input lets it go on.
"""

import fcntl
import os
import signal
import sys
import termios


def main():
    terminal, *streams = map(int, sys.argv[1:5])
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(terminal, os.getpid())
        for number in (signal.SIGTTOU, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        for target, stream in enumerate(streams):
            os.dup2(stream, target)
        os.closerange(3, 256)
        os.execv(sys.argv[5], sys.argv[5:])
    for stream in streams:
        os.close(stream)
    print(f"running {pid}", flush=True)
    while True:
        _, status = os.waitpid(pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            killed = os.WIFSIGNALED(status)
            print(f"killed {os.WTERMSIG(status)}" if killed else f"exited {os.WEXITSTATUS(status)}", flush=True)
            return
        os.tcsetpgrp(terminal, os.getpgrp())
        print(f"stopped {os.WSTOPSIG(status)}", flush=True)
        if sys.stdin.readline().strip() == "fg":
            os.tcsetpgrp(terminal, pid)
        os.killpg(pid, signal.SIGCONT)


if __name__ == "__main__":
    main()
