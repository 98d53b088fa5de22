# SPDX-License-Identifier: GPL-2.0-only
"""Keeps scenarios apart that cannot be played on one kernel at the same time.

LOG in a namespace writes to the log of the whole machine, and the switch that allows it is machine
wide too. So a scenario that reads this log is played alone, on the whole machine and whoever started
the others; all others are played side by side.
"""
import contextlib
import fcntl
import os

DIRECTORY = "/run/lock" if os.path.isdir("/run/lock") else "/tmp"


@contextlib.contextmanager
def _locked(path, how):
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, how)
        try:
            yield
        finally:
            fcntl.flock(fd, fcntl.LOCK_UN)      # closing alone leaves it to a child that was forked
    finally:
        os.close(fd)


@contextlib.contextmanager
def hold(alone, directory=DIRECTORY):
    """Holds the machine's kernel: for oneself, or together with others.

    Whoever wants it stands in a queue of one, so that a stream of scenarios played side by side
    cannot keep out for ever one that must be alone.
    """
    with contextlib.ExitStack() as held:
        with _locked(os.path.join(directory, "nfsim-parity.turn"), fcntl.LOCK_EX):
            held.enter_context(_locked(os.path.join(directory, "nfsim-parity.lock"),
                                       fcntl.LOCK_EX if alone else fcntl.LOCK_SH))
        yield
