#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the rows of every extension, and of what is drawn from them."""
import argparse
import os
import re
import sys
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "oracle")]

import extension_rows as rows   # noqa: E402
import gen_extensions           # noqa: E402
import scenarios                # noqa: E402

DOCUMENTATION = os.path.join(HERE, "..", "..", "doc", "extensions.rst")


def documented():
    """(kind, name) of each extension of the documentation."""
    with open(DOCUMENTATION) as f:
        text = f.read()
    kind, found = None, set()
    for title, line in re.findall(r"^(.+)\n([-~])\2+$", text, re.M):
        if line == "-":
            kind = {"Matches": "match", "Targets": "target"}[title]
        elif kind:
            found.add((kind, title.split(" ")[0]))
    return found


class Rows(unittest.TestCase):
    def test_every_documented_extension_is_drawn_or_left_out_with_a_reason(self):
        drawn = {(r.kind, r.name) for r in rows.ROWS}
        left_out = {name for name in rows.LEFT_OUT}
        missing = {(kind, name) for kind, name in documented() - drawn if name not in left_out}
        self.assertEqual(missing, set())
        self.assertEqual({name for _, name in drawn} & left_out, set(), "both drawn and left out")

    def test_nothing_is_drawn_that_is_not_documented(self):
        self.assertEqual({(r.kind, r.name) for r in rows.ROWS} - documented(), set())

    def test_each_text_names_its_extension(self):
        for row in rows.ROWS:
            self.assertTrue(row.texts)
            for text in row.texts:
                flag = "-m" if row.kind == "match" else "-j"
                self.assertEqual(text.split(" ")[:2], [flag, row.name])

    def test_each_row_has_a_place(self):
        for row in rows.ROWS:
            self.assertTrue(gen_extensions.places(row), row.name)
            self.assertTrue(set(row.families) <= {4, 6} and row.protocols)


class Cases(unittest.TestCase):
    def test_each_text_meets_each_place_and_each_protocol(self):
        for family in (4, 6):
            met = set()
            for row, text, table, chain, protocol in gen_extensions.cases(family):
                met |= {(text, table, chain), (text, protocol)}
            for row in rows.ROWS:
                for text in row.texts if family in row.families else ():
                    self.assertTrue({(text, t, c) for t, c in gen_extensions.places(row)} <= met)
                    self.assertTrue({(text, p) for p in row.protocols} <= met)

    def test_a_thousand_seeds_draw_all_cases(self):
        for family in (4, 6):
            self.assertLess(len(gen_extensions.cases(family)), 1000 * gen_extensions.RULES)

    def test_a_seed_is_drawn_the_same_again(self):
        for family in (4, 6):
            one, other = (list(scenarios.generated([3], extensions=True, family=family))
                          for _ in range(2))
            self.assertEqual(one, other)
            self.assertTrue(one[0][0].endswith("_extensions"))

    def test_a_seed_has_the_rules_of_its_cases(self):
        for family in (4, 6):
            (_, scenario), = scenarios.generated([11], extensions=True, family=family)
            text = scenario["rules6" if family == 6 else "rules"]
            made = gen_extensions.cases(family)
            for case in made[11 * gen_extensions.RULES:12 * gen_extensions.RULES]:
                table = text.split("*%s\n" % case[2])[1].split("COMMIT")[0]
                self.assertTrue(any(case[1] in line and case[3] in line
                                    for line in table.split("\n")), case)

    def test_what_a_kernel_lacks_is_not_drawn(self):
        options = argparse.Namespace(packets=10, without="", local_stack="silent",
                                     no_fallback=True, collide=False, family=4)
        names = {r.name for r in rows.ROWS} - {"mark"}
        options.without = ",".join(names)
        for seed in range(40):
            text = gen_extensions.make(4)(seed, options).scenario(seed)["rules"]
            drawn = set(re.findall(r"-m (\w+)", text)) - {"statistic"}
            self.assertTrue(drawn <= {"mark"}, drawn)


if __name__ == "__main__":
    unittest.main()
