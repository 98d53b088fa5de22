#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of drawn_ports.py: another draw from the same set is equal, anything else is not."""
import copy
import os
import sys
import unittest

sys.dont_write_bytecode = True

import compare      # noqa: E402
import recorded     # noqa: E402


def load(name):
    return recorded.read(os.path.join(recorded.DATA, name + ".json.xz"))[2]


def redrawn(value, old, new, key=None):
    """A copy of a result with another port, in tuples and in packets (checksums stay)."""
    if isinstance(value, dict):
        return {k: redrawn(v, old, new, k) for k, v in value.items()}
    if isinstance(value, list):
        return [redrawn(v, old, new, key) for v in value]
    if key in ("sport", "dport") and value == old:
        return new
    if key in ("hex", "begin", "end") and isinstance(value, str):
        data = bytearray.fromhex(value)
        for at in (20, 22, 48, 50):     # of the packet, and of what an ICMP error quotes
            if data[at:at + 2] == old.to_bytes(2, "big"):
                data[at:at + 2] = new.to_bytes(2, "big")
        return data.hex()
    return value


class ByClass(unittest.TestCase):
    """In 04_masquerade_collision the kernel drew for two clients with the same port."""

    def setUp(self):
        self.kernel = load("04_masquerade_collision")
        self.entry = next(e for e in self.kernel["conntrack"]
                          if e["orig"].get("sport") == 700 and e["reply"]["dport"] != 700)
        self.port = self.entry["reply"]["dport"]

    def differs(self, new):
        return compare.first_difference(self.kernel, redrawn(self.kernel, self.port, new))

    def test_the_same_class_is_equal(self):
        self.assertNotEqual(1022, self.port)
        self.assertIsNone(self.differs(1022))

    def test_another_class_is_not(self):
        for port in (77, 560, 4000):
            self.assertIn("not from the same set", self.differs(port))

    def test_not_to_draw_is_not(self):
        self.assertIsNotNone(self.differs(700))

    def test_packets_must_have_the_port_of_the_table(self):
        ours = copy.deepcopy(self.kernel)
        for p in ours["packets"] + [ours]:
            p["conntrack"] = redrawn(p["conntrack"], self.port, 1022)
        self.assertIsNotNone(compare.first_difference(self.kernel, ours))

    def test_a_connection_that_was_never_confirmed_counts_too(self):
        for p in self.kernel["packets"] + [self.kernel]:
            p["conntrack"] = [e for e in p["conntrack"] if e["reply"].get("dport") != self.port]
        self.assertIsNone(self.differs(1022))
        self.assertIn("not from the same set", self.differs(4000))


class ByRange(unittest.TestCase):
    """In 02_snat a rule names 5000-5003."""

    def setUp(self):
        self.kernel = load("02_snat")

    def test_another_order_of_the_range_is_equal(self):
        ours = self.kernel
        for old, new in ((5003, 9), (5002, 5003), (9, 5002)):
            ours = redrawn(ours, old, new)
        self.assertIsNone(compare.first_difference(self.kernel, ours))

    def test_the_rest_of_its_class_is_not(self):
        ours = redrawn(self.kernel, 5003, 5004)
        self.assertIn("not from the same set", compare.first_difference(self.kernel, ours))


if __name__ == "__main__":
    unittest.main()
