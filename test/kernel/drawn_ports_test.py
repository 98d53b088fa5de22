#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of drawn_ports.py: another draw from the same set is equal, anything else is not."""
import copy
import os
import sys
import unittest

sys.dont_write_bytecode = True

import compare      # noqa: E402
import drawn_ports  # noqa: E402
import pkt6         # noqa: E402
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


class Sctp(unittest.TestCase):
    def test_ports_and_the_sum_of_four_bytes_are_masked(self):
        packet = bytearray.fromhex("45000030001000003f844703c63364010a000003001e5076c764994adfd47c1e"
                                   "0500000f63312ab6dbf2fc662ba75b00")
        self.assertTrue(drawn_ports.mask_bytes(packet, {30}))
        self.assertEqual(packet[20:32].hex(), "00005076c764994a00000000")


class Ipv6(unittest.TestCase):
    A, B = "2001:db8:a::2", "2001:db8:b::77"

    def masked(self, packet):
        data = bytearray(packet)
        self.assertTrue(drawn_ports.mask_bytes(data, {1022}))
        return bytes(data)

    def test_ports_stand_behind_extension_headers(self):
        packet = pkt6.udp6(self.A, self.B, 1022, 53, ext=[pkt6.hop_by_hop()])
        self.assertEqual(packet[:48] + b"\0\0" + packet[50:54] + b"\0\0" + packet[56:],
                         self.masked(packet))

    def test_of_a_quoted_packet_and_of_echo_requests(self):
        for packet in (pkt6.error6(self.B, self.A, 1, 4, pkt6.udp6(self.A, self.B, 1022, 53)),
                       pkt6.ping6(self.A, self.B, 1022)):
            self.assertNotIn(b"\x03\xfe", self.masked(packet))

    def test_a_later_piece_has_none(self):
        piece = pkt6.fragments6(pkt6.udp6(self.A, self.B, 1022, 53, b"\x03\xfe" * 40), 32, 7)[1]
        self.assertFalse(drawn_ports.mask_bytes(bytearray(piece), {1022}))

    def test_the_end_of_an_address_is_no_port(self):
        named = drawn_ports.NAMED.findall
        self.assertEqual([], named("--to-source 2001:db8:b::50"))
        self.assertEqual([("5000", "5003")], named("--to-source [2001:db8:b::50]:5000-5003"))
        self.assertEqual([("5000", "5003")], named("--to-source 192.0.2.50-192.0.2.53:5000-5003"))


if __name__ == "__main__":
    unittest.main()
