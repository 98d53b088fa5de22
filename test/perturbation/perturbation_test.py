#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the harness: it must notice each planted difference, and forgive only what varies by itself."""
import copy
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import compare      # noqa: E402
import observe      # noqa: E402
import programs     # noqa: E402

RUN = {'verdict': 0, 'output': 'one\ntwo\nthree\n', 'errors': '',
       'files': {'a.pcap': '11', 'b.tr': '22'},
       'counts': ['run 10 scheduled 12 streams 3 packets 4', 'run 5 scheduled 5 streams 0 packets 1']}


class Compare(unittest.TestCase):
    def setUp(self):
        self.other = copy.deepcopy(RUN)

    def differences(self, unsteady=compare.EVERYTHING):
        return compare.differences(RUN, self.other, unsteady)

    def test_the_same(self):
        self.assertEqual(self.differences(), [])

    def test_a_verdict_counts(self):
        self.other['verdict'] = 1
        self.assertEqual(self.differences(), ['verdict 0, then 1'])

    def test_a_line_counts(self):
        for field, text in (('output', 'one\n2\nthree\n'), ('errors', 'a warning\n')):
            self.setUp()
            self.other[field] = text
            self.assertEqual(len(self.differences()), 1, field)

    def test_a_byte_of_a_file_counts(self):
        self.other['files']['a.pcap'] = '12'
        self.assertEqual(self.differences(), ['1 of 2 files (a.pcap)'])

    def test_a_missing_and_an_additional_file_count(self):
        del self.other['files']['a.pcap']
        self.other['files']['c.pcap'] = '11'
        self.assertEqual(self.differences(), ['2 of 3 files (a.pcap, c.pcap)'])

    def test_one_event_more_counts_and_its_simulation_is_named(self):
        self.other['counts'][1] = 'run 6 scheduled 6 streams 0 packets 1'
        self.assertEqual(self.differences(), ['counts of 1 of 2 simulations (in 2: run 5, then 6; '
                                              'scheduled 5, then 6)'])

    def test_what_is_only_counted_is_told_from_what_is_seen(self):
        self.other['counts'].pop()
        self.other['counts'][0] = 'run 10 scheduled 13 streams 3 packets 4'
        self.other['counts'].append(RUN['counts'][1])
        self.assertTrue(compare.are_only_counts(self.differences()))
        self.other['output'] = ''
        self.assertFalse(compare.are_only_counts(self.differences()))

    def test_a_missing_simulation_counts(self):
        self.other['counts'].pop()
        self.assertEqual(self.differences(), ['2 simulations, then 1'])

    def test_the_time_a_test_took_is_no_difference_but_its_verdict_is(self):
        before = compare.without_clock('PASS tcp 0.010 s\n  PASS "0.5 s of waiting" 1.5 s\n')
        self.assertEqual(before, compare.without_clock('PASS tcp 2 s\n  PASS "0.5 s of waiting" 9e-05 s\n'))
        self.assertNotEqual(before, compare.without_clock('FAIL tcp 2 s\n  PASS "0.5 s of waiting" 0 s\n'))
        self.assertNotEqual(before, compare.without_clock('PASS tcp 2 s\n  PASS "0.6 s of waiting" 0 s\n'))

    def test_what_varies_by_itself_is_forgiven_and_nothing_beside_it(self):
        again = copy.deepcopy(RUN)
        again['output'] = 'one\n2\nthree\n'
        again['files']['b.tr'] = '23'
        unsteady = compare.steady_part(RUN, again)
        self.assertEqual(compare.describe_unsteady(unsteady), '1 lines of output, b.tr')
        self.other['output'] = 'one\nII\nthree\n'
        self.other['files']['b.tr'] = '24'
        self.assertEqual(self.differences(unsteady), [])
        self.other['output'] = 'one\nII\nIII\n'
        self.other['files']['a.pcap'] = '12'
        self.assertEqual(self.differences(unsteady), ['1 lines of output', '1 of 1 files (a.pcap)'])


class Observe(unittest.TestCase):
    def setUp(self):
        self.tree = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.tree / 'src').mkdir()

    def run_shell(self, script, **options):
        return observe.run(['sh', '-c', script], 'without', self.tree, 10, rising=False, **options)

    def test_all_that_a_program_shows_is_seen(self):
        shown = self.run_shell('echo said; echo wrong >&2; echo bytes >@WORK@/x.pcap; mkdir d; : >d/y;'
                               'echo run 1 >$NF_PERTURBATION_COUNTS; exit 3')
        self.assertEqual(shown['verdict'], 3)
        self.assertEqual(shown['output'], 'said\n')
        self.assertIn('wrong\n', shown['errors'])
        self.assertEqual(sorted(shown['files']), ['d/y', 'x.pcap'])
        self.assertEqual(shown['counts'], ['run 1'])
        other = self.run_shell('echo said; echo other >@WORK@/x.pcap; mkdir d; : >d/y; exit 3')
        self.assertNotEqual(shown['files']['x.pcap'], other['files']['x.pcap'])
        self.assertEqual(shown['files']['d/y'], other['files']['d/y'])

    def test_the_folder_that_it_ran_in_is_no_difference(self):
        self.assertEqual(self.run_shell('echo @WORK@')['output'], '@WORK@\n')

    def test_where_objects_lie_is_no_difference(self):
        shown = [self.run_shell(f'echo "0x10000{n}df8d0 0x1{n}" | tee x.tr; cp x.tr x.pcap')
                 for n in (12, 34)]
        self.assertEqual(shown[0]['output'], '0x 0x112\n')
        again = [self.run_shell(f'echo "0x10000{n}df8d0" | tee x.tr x.pcap') for n in (12, 34)]
        self.assertEqual(again[0]['output'], again[1]['output'])
        self.assertEqual(again[0]['files']['x.tr'], again[1]['files']['x.tr'])
        self.assertNotEqual(again[0]['files']['x.pcap'], again[1]['files']['x.pcap'])

    def test_a_list_of_objects_may_have_the_layer_and_nothing_else(self):
        shown = [self.run_shell(f"printf 'a 1\\n{text}b 2\\n' >x.attr")['files']
                 for text in ('', 'value /NodeList/0/$ns3::Netfilter/Conntrack auto\\n', 'c 3\\n')]
        self.assertEqual(shown[0], shown[1])
        self.assertNotEqual(shown[0], shown[2])

    def test_one_that_does_not_end_is_ended(self):
        shown = observe.run(['sh', '-c', 'sleep 60'], 'without', self.tree, 1, rising=False)
        self.assertEqual(shown['verdict'], 'not done after 1 s')


class Programs(unittest.TestCase):
    def setUp(self):
        self.tree = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_examples_run_as_listed_and_unlisted_ones_plainly(self):
        folder = self.tree / 'build' / 'examples' / 'tcp'
        folder.mkdir(parents=True)
        for name in ('star', 'slow', 'plain'):
            (folder / f'ns3.37-{name}').touch(0o755)
        listing = self.tree / 'examples' / 'tcp' / 'examples-to-run.py'
        listing.parent.mkdir(parents=True)
        listing.write_text('cpp_examples = [("star --a=1", "True", "True"), ("slow", "False", "True"),'
                           ' ("unbuilt", "True", "True")]\n')
        self.assertEqual([(name, command[1:]) for name, command in programs.examples(self.tree)],
                         [('plain', []), ('star --a=1', ['--a=1'])])

    def test_a_folder_that_is_no_tree_is_told(self):
        with self.assertRaisesRegex(programs.NoAnswer, 'not a source tree of ns-3'):
            programs.build(self.tree, self.tree, 1)


if __name__ == '__main__':
    unittest.main()
