#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The mistakes of mutations.py can be made in the sources as they are: who changes one of the lines
mends the mutation."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import mutations    # noqa: E402


class Mutations(unittest.TestCase):
    def test_each_mistake_can_be_made(self):
        for what, file, *pairs in mutations.MUTATIONS:
            with self.subTest(what), open(os.path.join(mutations.TREE, file)) as f:
                text = f.read()
                self.assertNotIn(mutations.with_mistake(text, pairs), (None, text))

    def test_a_line_that_is_gone_or_there_twice_is_told(self):
        self.assertEqual(mutations.with_mistake("a; b;", [("a;", "c;"), ("c;", "d;")]), "d; b;")
        self.assertIsNone(mutations.with_mistake("a; b;", [("c;", "d;")]))
        self.assertIsNone(mutations.with_mistake("a; a;", [("a;", "d;")]))


if __name__ == "__main__":
    unittest.main()
