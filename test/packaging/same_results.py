#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Do two builds of the module say the same? Two releases of ns-3, two profiles, two compilers.

Compared are what is printed (but how long it took) and the exit status, byte for byte, of
 - nfsim replay for every scenario that was recorded from the kernel (test/data/kernel),
 - nfsim run for every scenario of examples/scenarios, and the C++ script that does the same,
 - every example that ns-3's test.py runs (test/examples-to-run.py).

usage: same_results.py [--differing NAME]... [--but-events] [--only KIND]... FIRST SECOND
FIRST and SECOND are folders of builds: build/release of a standalone build, or a source tree of ns-3.
--differing names what is known to differ (doc/ns3-versions.rst); it is an error too if it does not.
--but-events leaves aside how many events nfsim run has counted, which ns-3's own part decides.
"""
import argparse
import concurrent.futures
import difflib
import glob
import json
import os
import re
import runpy
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
MODULE = os.path.join(HERE, "..", "..")
TIMEOUT = 300   # seconds for one program
SHOWN = 12      # lines of a difference
NOW = 1700000000    # the date of scenarios that do not say when they are
CLOCK = re.compile(rb"simulated in [0-9.]+ s")
EVENTS = re.compile(rb"simulated, [0-9]+ events")


class Build:
    """The programs of a build, wherever it has put them."""

    # ns-3 calls a program ns<version>-<name>[-<profile>], and has the folder of the module.
    TREES = ("build/contrib/netfilter", "build/contrib/netfilter/examples")

    def __init__(self, folder, but_events):
        self.folder = os.path.abspath(folder)
        self.but_events = but_events

    def find(self, name):
        paths = [os.path.join(self.folder, f, name) for f in ("", "examples")]
        for tree in self.TREES:
            pattern = re.compile(rf"ns3[^-]*(-dev|-rc\d+)?-{re.escape(name)}(-(debug|default|release|optimized))?")
            for path in sorted(glob.glob(os.path.join(self.folder, tree, "ns3*"))):
                if pattern.fullmatch(os.path.basename(path)):
                    paths.append(path)
        found = [p for p in paths if os.path.isfile(p) and os.access(p, os.X_OK)]
        if not found:
            sys.exit(f"{self.folder} has no program {name}")
        if len(found) > 1:
            sys.exit(f"{self.folder} has several programs {name}: {' '.join(found)}")
        return found[0]

    def say(self, name, arguments, given):
        """What a program prints, in a folder of its own, and how it ends."""
        program = self.find(name)
        with tempfile.TemporaryDirectory() as folder:
            p = subprocess.run([program, *arguments], cwd=folder, input=given, capture_output=True,
                               timeout=TIMEOUT, check=False)
        said = CLOCK.sub(b"simulated", p.stdout)
        if self.but_events:
            said = EVENTS.sub(b"simulated", said)
        return said + f"exit status {p.returncode}\n".encode()


def replays():
    """Of the kernel's scenarios: name, program, arguments, standard input."""
    sys.path.insert(0, os.path.join(HERE, "..", "kernel"))
    sys.dont_write_bytecode = True
    import recorded
    for path in recorded.paths():
        name, scenario, _ = recorded.read(path)
        scenario.setdefault("date", NOW)
        yield f"replay:{name}", "nfsim", ["replay", "-"], json.dumps(scenario).encode()


def runs():
    """Of the scenarios of nfsim run, and of the scripts beside them."""
    folder = os.path.join(MODULE, "examples", "scenarios")
    for path in sorted(glob.glob(os.path.join(folder, "*.yaml"))):
        name = os.path.splitext(os.path.basename(path))[0]
        yield f"run:{name}", "nfsim", ["run", os.path.abspath(path)], b""
        if os.path.exists(os.path.join(folder, name + ".cc")):
            yield f"script:{name}", "scenarios", [name], b""


def examples():
    """Of the examples that end by themselves."""
    listed = runpy.run_path(os.path.join(HERE, "..", "examples-to-run.py"))
    for words, wanted, _ in listed["cpp_examples"]:
        if wanted == "True":
            program, *arguments = words.split()
            yield f"example:{words}", program, arguments, b""


KINDS = {"replay": replays, "run": runs, "example": examples}


def compare(case, first, second):
    """The lines in which a case differs."""
    name, program, arguments, given = case
    said = [b.say(program, arguments, given) for b in (first, second)]
    if said[0] == said[1]:
        return name, []
    texts = [s.decode(errors="backslashreplace").splitlines() for s in said]
    return name, list(difflib.unified_diff(*texts, "first", "second", n=0, lineterm=""))[2:]


def main():
    """Compares; the exit status tells whether all was as expected."""
    ap = argparse.ArgumentParser(description="Do two builds of the module say the same?")
    ap.add_argument("--differing", action="append", default=[], metavar="NAME")
    ap.add_argument("--but-events", action="store_true")
    ap.add_argument("--only", action="append", choices=sorted(KINDS))
    ap.add_argument("--jobs", type=int, default=1)
    ap.add_argument("builds", nargs=2)
    args = ap.parse_args()
    first, second = (Build(b, args.but_events) for b in args.builds)
    unexpected, differing = 0, set()
    for kind in args.only or KINDS:
        cases = list(KINDS[kind]())
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            for name, lines in pool.map(lambda case: compare(case, first, second), cases):
                if not lines:
                    continue
                differing.add(name)
                unexpected += name not in args.differing
                print(f"{name} differs" + (", as is known" if name in args.differing else ""))
                for line in lines[:SHOWN]:
                    print("    " + line)
                if len(lines) > SHOWN:
                    print(f"    and {len(lines) - SHOWN} lines more")
        same = sum(case[0] not in differing for case in cases)
        print(f"{kind}: {same} of {len(cases)} are the same", flush=True)
    for name in args.differing:
        if name not in differing:
            print(f"{name} was not seen to differ")
            unexpected += 1
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
