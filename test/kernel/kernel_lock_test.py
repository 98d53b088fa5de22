#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of kernel_lock.py: processes that want the kernel write down when they have it."""
import contextlib
import fcntl
import multiprocessing
import os
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True

import kernel_lock  # noqa: E402


def player(directory, alone, inside, log, meeting=None):
    """Notes how many have the kernel when it gets it, and after the meeting."""
    with kernel_lock.hold(alone, directory):
        with inside.get_lock():
            inside.value += 1
        log.put((alone, inside.value))
        if meeting:
            with contextlib.suppress(threading.BrokenBarrierError):     # the notes will tell
                meeting.wait(20)
        log.put((alone, inside.value))
        with inside.get_lock():
            inside.value -= 1


class KernelLock(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.inside, self.log = multiprocessing.Value("i", 0), multiprocessing.SimpleQueue()
        self.players = []

    def start(self, alone, meeting=None):
        p = multiprocessing.Process(target=player, args=(self.directory.name, alone, self.inside,
                                                         self.log, meeting))
        p.start()
        self.players.append(p)

    def finish(self):
        """What the players noted, in order."""
        noted = [self.log.get() for _ in range(2 * len(self.players))]
        for p in self.players:
            p.join()
        return noted

    def wait_for_the_turn_to_be_taken(self):
        with open(os.path.join(self.directory.name, "nfsim-parity.turn")) as f:
            for _ in range(1000):
                try:
                    fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                fcntl.flock(f, fcntl.LOCK_UN)
                time.sleep(0.01)
        self.fail("nobody waits for the kernel")

    def kept_out(self, first, second):
        """Is the second player kept out while the first has the kernel?"""
        over = multiprocessing.Event()
        self.start(first, over)
        self.assertEqual((first, 1), self.log.get())
        self.log.put((first, 1))        # finish() is to see it too
        self.start(second)
        deadline = time.monotonic() + 0.5
        while self.inside.value == 1 and time.monotonic() < deadline:
            time.sleep(0.01)
        over.set()
        return {n for _, n in self.finish()} == {1}

    def test_who_must_be_alone_is(self):
        for first, second in ((False, True), (True, False), (True, True)):
            self.setUp()
            self.assertTrue(self.kept_out(first, second), (first, second))

    def test_the_others_play_side_by_side(self):
        meeting = multiprocessing.Barrier(3)
        for _ in range(3):
            self.start(False, meeting)
        self.assertIn((False, 3), self.finish())

    def test_who_must_be_alone_is_not_kept_out(self):
        with kernel_lock.hold(False, self.directory.name):
            self.start(True)
            self.wait_for_the_turn_to_be_taken()
            self.start(False)
            time.sleep(0.1)     # enough, mostly, to get in where it must not
            self.assertEqual(0, self.inside.value)
        self.assertEqual([True, True, False, False], [alone for alone, _ in self.finish()])

    def test_a_player_that_dies_leaves_the_kernel(self):
        pid = os.fork()
        if pid == 0:
            with kernel_lock.hold(True, self.directory.name):
                os._exit(0)
        os.waitpid(pid, 0)
        with kernel_lock.hold(True, self.directory.name):
            pass


if __name__ == "__main__":
    unittest.main()
