# SPDX-License-Identifier: GPL-2.0-only
"""The scenarios: those of the tree, and random ones."""
import argparse
import glob
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))

import gen  # noqa: E402

FOLDERS = (os.path.join(HERE, "oracle", "scenarios"), os.path.join(HERE, "scenarios"))


def shipped():
    """Yields name and scenario of each file, in the order of their names."""
    for folder in FOLDERS:
        for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
            with open(path) as f:
                yield os.path.splitext(os.path.basename(path))[0], json.load(f)


def generated(seeds, packets=30, local_stack="silent", collide=False):
    """Yields name and scenario of each seed of oracle/gen.py."""
    options = argparse.Namespace(packets=packets, without="", local_stack=local_stack,
                                 no_fallback=True, collide=collide)
    for seed in seeds:
        scenario = gen.Gen(seed, options).scenario(seed)
        yield "gen%04d" % seed, json.loads(json.dumps(scenario))
