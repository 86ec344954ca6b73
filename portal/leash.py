"""Starts a command that cannot outlive its parent: `python leash.py <parent pid> <signal> <command> …`.

On Linux the kernel sends the signal when the parent dies, even by kill -9. Elsewhere the command simply starts.
This file is run by path, without Django, so that it costs a few milliseconds.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
LEASHED = "PORTAL_LEASHED"  # in the environment of what was started here, for the processes that it starts in turn


def die_with_parent(number: int) -> None:
    """Ask the kernel to send us the signal when our parent dies; does nothing where the kernel cannot."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def main() -> None:
    """Ask the kernel for the signal, make sure that the parent still lives, and become the command."""
    parent, number, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    die_with_parent(number)
    if os.getppid() != parent:
        raise SystemExit(1)
    os.environ[LEASHED] = "1"
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
