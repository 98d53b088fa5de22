#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of how topology.py finds ns-3, with a cppyy and bindings of ns-3 that are faked."""
import sys
import types
import unittest
from unittest import mock

sys.dont_write_bytecode = True


class Load(unittest.TestCase):
    """Whose ns-3 it takes."""

    def setUp(self):
        self.cppyy = mock.MagicMock()
        self.bindings = types.SimpleNamespace(ns=object())
        modules = mock.patch.dict(sys.modules, cppyy=self.cppyy, ns=self.bindings)
        modules.start()
        self.addCleanup(modules.stop)
        import topology

        self.load = topology.load
        self.addCleanup(sys.modules.pop, "topology")

    def test_of_the_bindings(self):
        self.assertIs(self.load(), self.bindings.ns)
        self.cppyy.load_library.assert_not_called()

    def test_of_the_standalone_build(self):
        self.assertIs(self.load("lib.so", "include", "NS3_LOG_ENABLE"), self.cppyy.gbl.ns3)
        self.cppyy.cppdef.assert_called_once_with("#define NS3_LOG_ENABLE")
        self.cppyy.add_include_path.assert_called_once_with("include")
        self.assertEqual(self.cppyy.load_library.call_args_list[0], mock.call("lib.so"))
        self.cppyy.include.assert_called_with("ns3/netfilter-module.h")


if __name__ == "__main__":
    unittest.main()
