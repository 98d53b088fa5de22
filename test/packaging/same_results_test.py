#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of same_results.py, with builds whose programs are scripts."""
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ("custom-hook", "custom-match", "dual-stack", "flood-limit", "nat-gateway", "policy-dmz",
         "three-zone", "transparent-proxy")


class SameResults(unittest.TestCase):
    """What it says of two builds."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.first, self.second = (os.path.join(self.folder.name, n) for n in ("a", "ns-3"))
        for name in NAMES:
            self.write(f"{self.first}/examples/{name}", "echo simulated in 0.12 s")
            self.write(f"{self.second}/build/contrib/netfilter/examples/ns3-dev-{name}-default",
                       "echo simulated in 3 s")

    def write(self, path, body):
        """Make a program."""
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as f:
            f.write(f"#!/bin/sh\n{body}\n")
        os.chmod(path, 0o755)

    def run_it(self, *arguments, only="example"):
        """Its exit status and what it prints."""
        p = subprocess.run([sys.executable, os.path.join(HERE, "same_results.py"), "--only", only,
                            *arguments, self.first, self.second], capture_output=True, text=True,
                           check=False)
        return p.returncode, p.stdout + p.stderr

    def differ(self):
        """Let one example say something else."""
        self.write(f"{self.first}/examples/three-zone", "echo 5; echo same")
        self.write(f"{self.second}/build/contrib/netfilter/examples/ns3-dev-three-zone-default",
                   "echo 6; echo same")

    def test_the_same_but_for_the_clock(self):
        self.assertEqual(self.run_it(), (0, "example: 8 of 8 are the same\n"))

    def test_a_difference_is_shown(self):
        self.differ()
        status, said = self.run_it()
        self.assertEqual(status, 1)
        self.assertIn("three-zone differs\n", said)
        self.assertIn("    -5\n    +6\n", said)
        self.assertNotIn("same\n    ", said)
        self.assertIn("example: 7 of 8 are the same\n", said)

    def test_an_exit_status_is_a_difference(self):
        self.write(f"{self.first}/examples/dual-stack", "exit 3")
        self.write(f"{self.second}/build/contrib/netfilter/examples/ns3-dev-dual-stack-default", "")
        status, said = self.run_it()
        self.assertEqual(status, 1)
        self.assertIn("-exit status 3", said)

    def test_what_is_known_to_differ(self):
        self.differ()
        status, said = self.run_it("--differing", "example:three-zone")
        self.assertEqual(status, 0, said)
        self.assertIn("differs, as is known", said)

    def test_what_was_known_and_is_no_longer(self):
        status, said = self.run_it("--differing", "example:three-zone")
        self.assertEqual(status, 1)
        self.assertIn("example:three-zone was not seen to differ", said)

    def test_the_number_of_events(self):
        self.write(f"{self.first}/examples/three-zone", "echo simulated in 1 s, 5 events")
        self.write(f"{self.second}/build/contrib/netfilter/examples/ns3-dev-three-zone-default",
                   "echo simulated in 1 s, 6 events")
        self.assertEqual(self.run_it()[0], 1)
        self.assertEqual(self.run_it("--but-events")[0], 0)

    def test_a_program_that_is_not_there(self):
        os.remove(f"{self.first}/examples/three-zone")
        status, said = self.run_it()
        self.assertEqual(status, 1)
        self.assertIn("no program three-zone", said)

    def test_two_programs_of_one_name(self):
        self.write(f"{self.second}/build/contrib/netfilter/examples/ns3.37-three-zone", "")
        status, said = self.run_it()
        self.assertEqual(status, 1)
        self.assertIn("several programs three-zone", said)

    def test_every_recorded_scenario_is_played_at_one_date(self):
        self.write(f"{self.first}/nfsim", "head -c 1000000 | sha256sum")
        self.write(f"{self.second}/build/contrib/netfilter/ns3-dev-nfsim-default",
                   "grep -q '\"date\": ' || exit 1; echo there")
        status, said = self.run_it(only="replay")
        self.assertEqual(status, 1)
        self.assertNotIn("+exit status 1", said)


if __name__ == "__main__":
    unittest.main()
