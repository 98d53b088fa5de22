#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of kernel_lock.py: processes that want the kernel write down when they have it."""
import multiprocessing
import os
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

import kernel_lock  # noqa: E402


def player(directory, alone, started, inside, log):
    started.release()
    with kernel_lock.hold(alone, directory):
        with inside.get_lock():
            inside.value += 1
        log.put((alone, inside.value))
        time.sleep(0.1)
        log.put((alone, inside.value))
        with inside.get_lock():
            inside.value -= 1


class KernelLock(unittest.TestCase):
    def play(self, *alone):
        """Starts one player each; returns how many had the kernel, as each saw it."""
        with tempfile.TemporaryDirectory() as directory:
            inside, log = multiprocessing.Value("i", 0), multiprocessing.Queue()
            started = multiprocessing.Semaphore(0)
            players = [multiprocessing.Process(target=player,
                                               args=(directory, a, started, inside, log))
                       for a in alone]
            with kernel_lock.hold(True, directory):     # until all stand in line
                for p in players:
                    p.start()
                for _ in players:
                    started.acquire()
                time.sleep(0.1)
            seen = [log.get(timeout=60) for _ in range(2 * len(players))]
            for p in players:
                p.join()
            return seen

    def test_who_must_be_alone_is(self):
        seen = self.play(False, True, False, True, False)
        self.assertEqual({1}, {n for alone, n in seen if alone})

    def test_the_others_play_side_by_side(self):
        self.assertGreater(max(n for _, n in self.play(False, False, False)), 1)

    def test_who_must_be_alone_is_not_kept_out(self):
        with tempfile.TemporaryDirectory() as directory:
            inside, log = multiprocessing.Value("i", 0), multiprocessing.Queue()
            started = multiprocessing.Semaphore(0)

            def start(alone):
                p = multiprocessing.Process(target=player,
                                            args=(directory, alone, started, inside, log))
                p.start()
                started.acquire()
                time.sleep(0.1)
                return p
            with kernel_lock.hold(False, directory):
                players = [start(True), start(False)]
            order = [log.get(timeout=60)[0] for _ in range(4)]
            for p in players:
                p.join()
            self.assertEqual([True, True, False, False], order)

    def test_a_player_that_dies_leaves_the_kernel(self):
        with tempfile.TemporaryDirectory() as directory:
            pid = os.fork()
            if pid == 0:
                with kernel_lock.hold(True, directory):
                    os._exit(0)
            os.waitpid(pid, 0)
            with kernel_lock.hold(True, directory):
                pass


if __name__ == "__main__":
    unittest.main()
