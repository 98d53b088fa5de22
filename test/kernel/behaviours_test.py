#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Do the recorded scenarios show the behaviours after which they are named, and does the table in
doc/behaviours.rst name a test for each of them, and only tests that exist?"""
import glob
import os
import re
import sys
import unittest

sys.dont_write_bytecode = True

import behaviours               # noqa: E402
import recorded                 # noqa: E402
import scenarios                # noqa: E402
from behaviours.result import Result    # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TEST = os.path.join(HERE, "..")
TABLE = os.path.join(TEST, "..", "doc", "behaviours.rst")
HOW_MANY = 68


def load(name):
    return recorded.read(os.path.join(recorded.DATA, name + ".json.xz"))


def idle(result):
    """A result in which nothing has happened to any packet."""
    nothing = {"outputs": [], "journeys": [], "trace": [], "conntrack": [], "delivered": False,
               "send_error": None, "logs": [], "kernel_log": [], "stats": {}}
    return dict(result, packets=[dict(p, **nothing) for p in result["packets"]])


class Behaviours(unittest.TestCase):
    def each(self):
        for behaviour in behaviours.every():
            with self.subTest(behaviour.name()):
                yield behaviour, *load(behaviour.name())[1:]

    def test_what_is_recorded_is_this_scenario(self):
        for behaviour, scenario, _ in self.each():
            self.assertEqual(behaviour.scenario(), scenario)

    def test_the_kernel_shows_it(self):
        for behaviour, _, kernel in self.each():
            behaviour("check_result").check_result(kernel)

    def test_a_kernel_that_does_nothing_is_noticed(self):
        for behaviour, _, kernel in self.each():
            with self.assertRaises((AssertionError, LookupError, StopIteration, ValueError)):
                behaviour("check_result").check_result(idle(kernel))


class Ftp(unittest.TestCase):
    """What test/kernel/scenarios/ftp_*.json must cover."""

    def results(self, pattern):
        names = sorted(n for n, _ in scenarios.shipped() if re.fullmatch(pattern, n))
        self.assertTrue(names)
        return [Result(load(n)[2]) for n in names]

    def test_all_kinds_open_a_related_connection(self):
        for k in self.results("ftp_(plain|nat)_(active|passive)(_extended)?"):
            related, = [p for p in k if p.journeys and p.ct() == "RELATED,ORIGINAL"]
            self.assertEqual("sent", related.journeys[0]["fate"])
            data, = [e for e in related.entries if "master" in e]
            self.assertEqual((21, True), (data["master"]["dport"], "EXPECTED" in data["status"]))

    def test_with_nat_the_address_in_the_text_is_rewritten(self):
        text = {"ftp_nat_active": b"192,0,2,1,", "ftp_nat_active_extended": b"|192.0.2.1|"}
        for name, public in text.items():
            k, = self.results(name)
            self.assertTrue([o for p in k for o in p.out if public in o.raw], name)

    def test_without_nat_it_is_not(self):
        for k in self.results("ftp_plain_.*"):
            self.assertFalse([o for p in k for o in p.out if b"192,0,2,1," in o.raw])


class Table(unittest.TestCase):
    """doc/behaviours.rst: rows of number, behaviour, tests."""

    def setUp(self):
        with open(TABLE) as f:
            text = f.read()
        self.rows = {int(n): re.findall(r"``([^`]+)``", tests) for n, tests in re.findall(
            r"^   \* - (\d+)\n     - .*(?:\n       .*)*\n     - (.*(?:\n       .*)*)", text, re.M)}
        self.tools = re.findall(r"``(@ [^`]+)``", text[text.index("Facts about the tools"):])

    def known(self):
        """Names of scenarios, of tests, and (with an @) of cases recorded from iptables."""
        names = {n for n, _ in scenarios.shipped()}
        for path in glob.glob(os.path.join(TEST, "data", "iptables", "*.txt")):
            with open(path) as f:
                names |= set(re.findall(r"^@ \S+", f.read(), re.M))
        for path in glob.glob(os.path.join(TEST, "**", "*.cc"), recursive=True):
            with open(path) as f:
                names |= {"%s.%s" % m for m in re.findall(
                    r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)", f.read(), re.M)}
        return names

    def test_every_number_has_a_test(self):
        self.assertEqual(set(range(1, HOW_MANY + 1)), set(self.rows))
        self.assertEqual([], [n for n, tests in self.rows.items() if not tests])

    def test_every_test_exists(self):
        known = self.known()
        self.assertEqual([], [t for tests in self.rows.values() for t in tests if t not in known])

    def test_every_scenario_is_in_its_row(self):
        for behaviour in behaviours.every():
            if behaviour.number():
                self.assertIn(behaviour.name(), self.rows[behaviour.number()])

    def test_facts_about_the_tools_name_recorded_cases(self):
        self.assertTrue(self.tools)
        self.assertLessEqual(set(self.tools), self.known())


if __name__ == "__main__":
    unittest.main()
