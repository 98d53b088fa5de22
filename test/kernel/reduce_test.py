#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of reduce.py, with a judge that is faked."""
import sys
import unittest

sys.dont_write_bytecode = True

import reduce   # noqa: E402

RULES = "*filter\n:INPUT ACCEPT [0:0]\n%s\nCOMMIT\n"


def scenario():
    packets = [{"in": "eth0", "hex": "%02x" % i, "at": 0.0} for i in range(20)]
    packets[7]["reply_to"] = 3
    rules = "\n".join("-A INPUT -m mark --mark %d" % i for i in range(12))
    return {"interfaces": [], "rules": RULES % rules, "packets": packets, "routes": [],
            "sysctls": {"x": 1}}


def reply_differs(s):
    """A difference that needs the reply, what it answers, one rule and the sysctls."""
    if "--mark 5" not in s["rules"] or "sysctls" not in s:
        return "packet 0 verdict: another one" if s["packets"] else None
    for i, p in enumerate(s["packets"]):
        if p.get("hex") == "07" and s["packets"][p.get("reply_to", i)].get("hex") == "03":
            return "packet %d trace[1]: ACCEPT, DROP" % i
    return None


class Reduce(unittest.TestCase):
    def test_only_what_the_difference_needs_is_left(self):
        self.assertEqual({"interfaces": [], "rules": RULES % "-A INPUT -m mark --mark 5",
                          "packets": [{"hex": "03"}, {"hex": "07", "reply_to": 0}],
                          "sysctls": {"x": 1}},
                         reduce.shrink(scenario(), reply_differs))

    def test_the_scenario_that_was_given_is_not_changed(self):
        given = scenario()
        reduce.shrink(given, reply_differs)
        self.assertEqual(scenario(), given)

    def test_a_scenario_that_agrees_is_not_shrunk(self):
        self.assertIsNone(reduce.shrink(scenario(), lambda s: None))

    def test_a_reply_goes_with_what_it_answers(self):
        left = reduce.with_packets(scenario(), [1, 7, 8])
        self.assertEqual(["01", "08"], [p["hex"] for p in left["packets"]])

    def test_rules_of_ip6tables_are_left_out_too(self):
        given = {"interfaces": [], "packets": [], "rules": "",
                 "rules6": RULES % "-A INPUT -m mark --mark 5\n-A INPUT -j DROP"}
        left = reduce.shrink(given, lambda s: "packet 0: 1" if "--mark 5" in s.get("rules6", "")
                             else None)
        self.assertEqual(left["rules6"], RULES % "-A INPUT -m mark --mark 5")

    def test_a_kind_is_a_place_without_its_numbers(self):
        self.assertEqual(reduce.kind("packet 3 hooks[1] mark: 1, 2"),
                         reduce.kind("packet 12 hooks[0] mark: 7, 9"))
        self.assertNotEqual(reduce.kind("packet 3 mark: 1"), reduce.kind("packet 3 tos: 1"))


if __name__ == "__main__":
    unittest.main()
