# SPDX-License-Identifier: GPL-2.0-only
"""How far it has come: a line that is written over, on a terminal only."""
import time


class Progress:
    """Counts what is done. out: where to tell it; nothing is told if that is no terminal."""

    def __init__(self, total, out, clock=time.monotonic):
        self.total, self.out, self.clock = total, out, clock
        self.begin, self.done = clock(), 0
        self.shown = out.isatty()

    def clear(self):
        """Makes room for a line that stays."""
        if self.shown:
            self.out.write("\r\033[K")
            self.out.flush()

    def step(self, differ):
        """One more is done; so many differ until now."""
        self.done += 1
        if not self.shown:
            return
        left = (self.clock() - self.begin) / self.done * (self.total - self.done)
        self.clear()
        self.out.write("%d of %d, %d differ, %d:%02d left"
                       % (self.done, self.total, differ, left // 60, left % 60))
        self.out.flush()
