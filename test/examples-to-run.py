#! /usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only

# Examples that ns-3's test.py runs: (example_name, do_run, do_valgrind_run). They end by themselves,
# within seconds, with their default arguments.
cpp_examples = [
    ("custom-hook", "True", "False"),
    ("custom-match", "True", "False"),
    ("dual-stack", "True", "False"),
    ("flood-limit", "True", "False"),
    ("nat-gateway", "True", "False"),
    ("policy-dmz", "True", "False"),
    ("three-zone", "True", "False"),
    ("transparent-proxy", "True", "False"),
]

# The module has no examples in Python.
python_examples = []
