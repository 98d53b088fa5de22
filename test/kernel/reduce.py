#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Shrinks a scenario in which nfsim differs from the kernel, and prints the smallest that it finds.

    reduce.py SCENARIO.json

It leaves out packets, rules, fields of packets and fields of the scenario (sysctls, routes, ...),
many at a time and then single ones, as long as a difference of the same kind stays: at the same
place, whatever the numbers in it. No packet, rule or field that is left can be left out alone;
empty tables and chains stay. Needs what parity.py --live needs.

Exit status: 0 if it was shrunk, 1 if nothing differs, 77 if the kernel cannot be asked here."""
import argparse
import functools
import json
import os
import re
import sys

sys.dont_write_bytecode = True

KEPT = {"interfaces", "packets", "rules"}   # a scenario without these is none


def kind(difference):
    """Where the difference is, with all numbers blanked."""
    return re.sub(r"\d+", "N", difference.split(":")[0])


def with_packets(scenario, kept):
    """The scenario with only the packets of these indexes. A reply goes with what it answers."""
    index, packets = {}, []
    for old in kept:
        packet = dict(scenario["packets"][old])
        if "reply_to" in packet:
            if packet["reply_to"] not in index:
                continue
            packet["reply_to"] = index[packet["reply_to"]]
        index[old] = len(packets)
        packets.append(packet)
    return dict(scenario, packets=packets)


def packets(scenario):
    """The indexes of the packets, and what makes a scenario of some of them."""
    return list(range(len(scenario["packets"]))), functools.partial(with_packets, scenario)


def rules(scenario, field="rules"):
    """The numbers of the lines that are rules, and what makes a scenario of some of them."""
    lines = scenario[field].split("\n") if isinstance(scenario.get(field), str) else []
    units = [i for i, line in enumerate(lines) if re.match(r"(\[\d+:\d+\] )?-[AI] ", line)]

    def build(kept):
        left_out = set(units) - set(kept)
        text = "\n".join(line for i, line in enumerate(lines) if i not in left_out)
        return dict(scenario, **{field: text}) if field in scenario else scenario
    return units, build


def rules6(scenario):
    """The same of ip6tables' rules."""
    return rules(scenario, "rules6")


def fields(scenario):
    """The fields that may be absent, and what makes a scenario of some of them."""
    units = [(None, key) for key in scenario if key not in KEPT]
    units += [(i, key) for i, p in enumerate(scenario["packets"]) for key in p]

    def build(kept):
        kept = set(kept)
        made = {k: v for k, v in scenario.items() if k in KEPT or (None, k) in kept}
        made["packets"] = [{k: v for k, v in p.items() if (i, k) in kept}
                           for i, p in enumerate(scenario["packets"])]
        return made
    return units, build


def shrink_list(scenario, parts, differs):
    """The scenario with as few of these parts as still differ."""
    units, build = parts(scenario)
    size = len(units)
    while size:
        at = 0
        while at < len(units):
            fewer = units[:at] + units[at + size:]
            if differs(build(fewer)):
                units = fewer
            else:
                at += size
        size //= 2
    return build(units)


def shrink(scenario, judge):
    """The smallest scenario found. judge: the difference of a scenario as text, or None."""
    wanted = judge(scenario)
    if wanted is None:
        return None

    def differs(candidate):
        found = judge(candidate)
        return found is not None and kind(found) == kind(wanted)

    before = None
    while scenario != before:
        before = scenario
        for parts in (packets, rules, rules6, fields):
            scenario = shrink_list(scenario, parts, differs)
    return scenario


def judge_live(nfsim, scenario):
    """The difference between nfsim and the kernel of this machine, or None."""
    import parity
    verdict = parity.judge_live(nfsim, ("scenario", scenario))
    return None if verdict.agrees else verdict.text.partition(": ")[2]


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--nfsim", default=os.environ.get("NF_NFSIM", "nfsim"))
    ap.add_argument("scenario", help="file with the scenario, or - for the standard input")
    args = ap.parse_args()
    import live
    why_not = live.why_not()
    if why_not:
        print("the kernel cannot be asked here: " + why_not, file=sys.stderr)
        return 77
    with sys.stdin if args.scenario == "-" else open(args.scenario) as f:
        scenario = json.load(f)
    smallest = shrink(scenario, functools.partial(judge_live, args.nfsim))
    if smallest is None:
        print("nothing differs", file=sys.stderr)
        return 1
    json.dump(smallest, sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
