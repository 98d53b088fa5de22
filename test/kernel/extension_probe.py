#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Asks the kernel of this machine which extensions of oracle/extension_rows.py it has, and where.

    extension_probe.py                 print what is refused, of each text in each place: table, chain,
                                       protocol
    extension_probe.py --family 6      of one family only

Everything happens in a network namespace of its own. Exit status: 0 if all that is drawn is taken, 1
if something is refused, 77 if the kernel cannot be asked here."""
import argparse
import concurrent.futures
import os
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))

import extension_rows as rows   # noqa: E402
import gen_extensions           # noqa: E402

PROGRAM = {4: "iptables-legacy-restore", 6: "ip6tables-legacy-restore"}


def text_of(case, family):
    """A table's text with nothing but the rule of a case."""
    row, text, table, chain, protocol = case
    front = rows.BEFORE.get(row.name)
    lines = ([front] if front else []) + [rows.protocol(protocol, family) + " " + text]
    return "*%s\n%sCOMMIT\n" % (table, "".join("-A %s %s\n" % (chain, line) for line in lines))


def refusal(case, family):
    """What the kernel says against a case in a fresh namespace; None if it takes it."""
    script = "ip link set lo up\n%s%s" % (
        "ipset restore <<'E'\n%sE\n" % rows.sets(family) if "set" in case[1] or "SET" in case[1]
        else "", "exec %s <<'E'\n%sE\n" % (PROGRAM[family], text_of(case, family)))
    p = subprocess.run(["unshare", "--net", "sh", "-ec", script], text=True,
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return p.stdout.strip() or "status %d" % p.returncode if p.returncode else None


def refused(cases, family):
    """Yields the cases that the kernel refuses, and what it says."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for case, why in zip(cases, pool.map(lambda c: refusal(c, family), cases)):
            if why:
                yield case, why


def lacking(family):
    """The names of extensions of which this kernel refuses everything."""
    first = {}
    for case in gen_extensions.cases(family):
        first.setdefault(case[0].name, []).append(case)
    few = [case for some in first.values() for case in some[:1]]
    doubtful = {case[0].name for case, _ in refused(few, family)}
    return {name for name in doubtful
            if len(list(refused(first[name], family))) == len(first[name])}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--family", type=int, choices=(4, 6))
    args = ap.parse_args()
    import live
    why_not = live.why_not()
    if why_not:
        print("the kernel cannot be asked here: " + why_not)
        return 77
    count = 0
    for family in (args.family,) if args.family else (4, 6):
        cases = gen_extensions.cases(family)
        for (_, text, *place), why in refused(cases, family):
            print("IPv%d %s %s: %s" % (family, " ".join(place), text, why.replace("\n", " ")))
            count += 1
        print("IPv%d: %d cases asked" % (family, len(cases)))
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
