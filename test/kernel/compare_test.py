#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of compare.py: it must see a change of every field that counts, and forgive only noise."""
import copy
import os
import sys
import unittest

sys.dont_write_bytecode = True

import compare      # noqa: E402
import recorded     # noqa: E402


def load(name):
    return recorded.read(os.path.join(recorded.DATA, name + ".json.xz"))[2]


class Compare(unittest.TestCase):
    def setUp(self):
        self.kernel = load("02_snat")
        self.ours = copy.deepcopy(self.kernel)

    def differs(self):
        return compare.first_difference(self.kernel, self.ours)

    def test_equal(self):
        self.assertIsNone(self.differs())

    def test_every_field_of_a_step_counts(self):
        for field in compare.TRACE_FIELDS:
            self.setUp()
            self.ours["packets"][0]["trace"][0][field] = "other"
            self.assertIn("packet 0 trace[0] " + field, self.differs())

    def test_every_field_of_a_hook_counts(self):
        for field in compare.HOOK_FIELDS:
            self.setUp()
            self.ours["packets"][0]["journeys"][0]["hooks"][0][field] = "ff"
            self.assertIn("hooks[0] " + field, self.differs())

    def test_every_field_of_a_connection_counts(self):
        for field in ("id",) + compare.CT_FIELDS:
            self.setUp()
            self.ours["packets"][0]["conntrack"][0][field] = "other"
            self.assertIsNotNone(self.differs(), field)

    def test_a_missing_step_counts(self):
        self.ours["packets"][0]["trace"].pop()
        self.assertIn("trace", self.differs())

    def test_a_swapped_step_counts(self):
        trace = self.ours["packets"][0]["trace"]
        trace[0], trace[1] = trace[1], trace[0]
        self.assertIn("trace[0]", self.differs())

    def test_a_missing_output_counts(self):
        self.ours["packets"][0]["outputs"] = []
        self.assertIn("outputs", self.differs())

    def test_a_byte_of_an_output_counts(self):
        out = self.ours["packets"][0]["outputs"][0]
        out["hex"] = out["hex"][:-1] + ("0" if out["hex"][-1] != "0" else "1")
        self.assertIn("outputs[0] hex", self.differs())

    def test_the_ip_id_of_the_packet_itself_counts(self):
        out = self.ours["packets"][0]["outputs"][0]
        out["hex"] = out["hex"][:8] + "ffff" + out["hex"][12:]
        self.assertIn("outputs[0] hex", self.differs())

    def test_delivered_and_errors_count(self):
        self.ours["packets"][0]["delivered"] ^= True
        self.assertIn("delivered", self.differs())
        self.setUp()
        self.ours["packets"][0]["send_error"] = "EPERM"
        self.assertIn("send_error", self.differs())

    def test_counters_count(self):
        self.ours["counters"] = self.ours["counters"].replace("[1:", "[2:", 1)
        self.assertIn("counters", self.differs())

    def test_nflog_may_see_a_sum_of_the_pseudo_header(self):
        head = "450000280000400040060000c000024dc0000201007b4fc000000000b27edfe250140000"
        log = {"journey": 1, "hook": "POSTROUTING", "group": 0, "prefix": "", "in": None,
               "out": "lo", "mark": 0, "hex": head + "84690000"}
        self.kernel["packets"][0]["logs"] = [log]
        self.ours["packets"][0]["logs"] = [dict(log, hex=head + "48e50000")]
        self.assertIsNone(self.differs())
        self.ours["packets"][0]["logs"][0]["hex"] = head + "48e60000"
        self.assertIn("logs[0] hex", self.differs())

    def test_a_datagram_may_have_a_sum_of_the_pseudo_header(self):
        head, data = "4500001d0001000040117c91c0000201cb00713c13c413c40009", "78"
        ours = head + "6215" + data
        kernel = head + "fe58" + data
        self.assertEqual(compare.forgive_offload(kernel, ours), kernel)
        wrong = head + "6216" + data
        self.assertEqual(compare.forgive_offload(kernel, wrong), wrong)

    def test_timeouts_may_differ_a_little_only(self):
        entry = self.ours["packets"][0]["conntrack"][0]
        entry["timeout"] += 1
        self.assertIsNone(self.differs())
        entry["timeout"] += 15
        self.assertIn("timeout", self.differs())


class Ipv6(unittest.TestCase):
    """In ipv6_fragments the box cuts datagrams into pieces, whose id it draws at random."""

    def setUp(self):
        self.kernel = load("ipv6_fragments")
        self.ours = copy.deepcopy(self.kernel)
        self.cut = next(p for p in self.ours["packets"]
                        if len([o for o in p["outputs"] if o["journey"] == 0]) > 1)

    def differs(self):
        return compare.first_difference(self.kernel, self.ours)

    def set_id(self, output, ident):
        at = 2 * (compare.pkt6.Walk(bytes.fromhex(output["hex"])).fragment + 4)
        output["hex"] = output["hex"][:at] + ident + output["hex"][at + 8:]

    def test_another_id_of_all_pieces_is_forgiven(self):
        for output in self.cut["outputs"]:
            self.set_id(output, "12345678")
        self.assertIsNone(self.differs())

    def test_pieces_of_one_datagram_need_one_id(self):
        self.set_id(self.cut["outputs"][0], "12345678")
        self.assertIn("outputs[1] hex", self.differs())

    def test_an_error_may_quote_the_drawn_id_and_nothing_else(self):
        ids = compare.drawn_ids.find(self.kernel)
        piece = bytes.fromhex(self.cut["outputs"][0]["hex"])
        error = compare.pkt6.error6("2001:db8:b::77", "2001:db8:b::1", 1, 0, piece)
        blank = compare.drawn_ids.mask_quote(error.hex(), ids)
        at = 48 + compare.pkt6.Walk(piece).fragment + 4
        self.assertEqual(blank[:2 * at] + piece[at - 48:at - 44].hex() + blank[2 * at + 8:],
                         error[:42].hex() + "0000" + error[44:].hex())
        self.assertEqual(error.hex(), compare.drawn_ids.mask_quote(error.hex(), set()))

    def test_the_id_of_a_piece_that_came_in_counts(self):
        hook = self.ours["packets"][0]["journeys"][0]["hooks"][0]
        self.set_id(wrapper := {"hex": hook["begin"]}, "12345678")
        hook["begin"] = wrapper["hex"]
        self.assertIn("hooks[0] begin", self.differs())

    def test_the_family_of_a_journey_and_of_a_step_count(self):
        del self.cut["journeys"][0]["family"]
        self.assertIn("journeys[0] family", self.differs())
        self.setUp()
        del self.cut["trace"][0]["family"]
        self.assertIn("trace[0] family", self.differs())

    def test_counters_of_ip6tables_count(self):
        self.ours["counters6"] = self.ours["counters6"].replace("[1:", "[2:", 1)
        self.assertIn("counters6", self.differs())


if __name__ == "__main__":
    unittest.main()
