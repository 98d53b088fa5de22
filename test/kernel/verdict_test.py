#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of verdict.py, with a kernel that is faked."""
import copy
import os
import sys
import unittest

sys.dont_write_bytecode = True

import recorded     # noqa: E402
import verdict      # noqa: E402


class FakeKernel:
    """Gives the answers one after the other, and the last for ever."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


def load(name):
    return recorded.read(os.path.join(recorded.DATA, name + ".json.xz"))[2]


class Judge(unittest.TestCase):
    def setUp(self):
        self.right = load("02_snat")
        self.late = copy.deepcopy(self.right)
        self.late["packets"][0]["conntrack"][0]["status"].append("ASSURED")
        self.refused = {"error": "no memory"}
        self.scenario = {"packets": [{} for _ in self.right["packets"]]}

    def judge(self, *answers, ours=None, name="02_snat"):
        self.kernel = FakeKernel(*answers)
        return verdict.judge(name, self.scenario, self.kernel, lambda scenario: ours or self.right)

    def test_the_kernel_is_not_asked_again_if_it_agrees(self):
        v = self.judge(self.right)
        self.assertTrue(v.agrees)
        self.assertFalse(v.remarkable)
        self.assertEqual("02_snat: equal", v.text)
        self.assertEqual(1, self.kernel.asked)

    def test_a_difference_that_goes_away_is_none_and_is_told(self):
        v = self.judge(self.late, self.right)
        self.assertTrue(v.agrees)
        self.assertTrue(v.remarkable)
        self.assertEqual("02_snat: equal (the kernel was asked 2 times)", v.text)
        self.assertEqual(2, self.kernel.asked)

    def test_the_third_answer_still_counts(self):
        self.assertTrue(self.judge(self.late, self.refused, self.right).agrees)
        self.assertEqual(3, self.kernel.asked)

    def test_a_difference_that_stays_is_one(self):
        v = self.judge(self.late)
        self.assertFalse(v.agrees)
        self.assertIn("packet 0 conntrack[0] status", v.text)
        self.assertIn("asked 3 times", v.text)
        self.assertEqual(verdict.ASK_AT_MOST, self.kernel.asked)

    def test_the_kernel_is_not_asked_until_it_agrees(self):
        self.assertFalse(self.judge(self.late, self.late, self.late, self.right).agrees)

    def test_a_recorded_answer_is_the_only_one(self):
        v = verdict.judge("02_snat", self.scenario, iter([self.late]), lambda s: self.right)
        self.assertFalse(v.agrees)
        self.assertEqual(1, v.asked)

    def test_what_ours_does_wrong_stays_wrong(self):
        ours = copy.deepcopy(self.right)
        ours["packets"][0]["trace"].pop()
        v = self.judge(self.right, ours=ours)
        self.assertFalse(v.agrees)
        self.assertIn("packet 0 trace", v.text)

    def test_ours_is_played_when_the_kernel_was(self):
        played = []

        def play(scenario):
            played.append([p.get("at") for p in scenario["packets"]])
            return self.right
        slow = copy.deepcopy(self.right)
        slow["packets"][0]["time"], slow["packets"][1]["time"] = 3.5, 4.0
        del slow["packets"][2]["time"]      # it was skipped
        self.scenario["packets"][1]["at"] = 6
        verdict.judge("02_snat", self.scenario, iter([slow]), play)
        self.assertEqual([3.5, 6, None], played[0][:3])

    def test_a_known_difference_must_be_at_its_place(self):
        kernel = load("30_local_tcp")
        self.scenario = {"packets": [{} for _ in kernel["packets"]]}
        ours = copy.deepcopy(kernel)
        self.assertFalse(self.judge(kernel, ours=ours, name="30_local_tcp").agrees)
        ours["packets"][2]["journeys"][1]["hooks"][0]["begin"] += "00"
        self.assertTrue(self.judge(kernel, ours=ours, name="30_local_tcp").agrees)
        ours["packets"][1]["delivered"] ^= True
        self.assertFalse(self.judge(kernel, ours=ours, name="30_local_tcp").agrees)


if __name__ == "__main__":
    unittest.main()
