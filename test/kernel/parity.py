#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Plays scenarios on the kernel and in nfsim replay, and reports the first difference of each.

    parity.py                      the recorded scenarios, or live where that is possible
    parity.py --live|--recorded    only so
    parity.py --seeds 1-1000       random scenarios of oracle/gen.py instead, live
    parity.py --seeds 1-1000 --family 6  of IPv6
    parity.py --seeds 1-200 --hostile    wrong packets, rules of every extension; with --family 6
                                         wrong packets of IPv6, rules and routes of ip -6
    parity.py --seeds 1-200 --sip [tcp]  telephones, and media that they announce
    parity.py --seeds 1-200 --proxies    transparent proxies, SYN proxies
    parity.py --seeds 1-500 --extensions [--family 6]    rules of every extension that the kernel
                                         has, in each table and of each protocol
    parity.py --replay --seeds ...       nfsim alone plays them: does it survive, under sanitizers too?
    parity.py --record             play all on the kernel and write the recorded results again
    parity.py --show NAME          print a scenario, for nfsim replay

Exit status: 0 if all agree, 1 if any differs, 2 if it could not be found out, 77 if live was asked
for and the machine cannot do it. The kernel needs root, /dev/net/tun, ip, nft and
ip[6]tables-legacy-restore; everything happens in network namespaces of its own."""
import argparse
import functools
import json
import multiprocessing
import os
import subprocess
import sys

sys.dont_write_bytecode = True

import extension_probe  # noqa: E402
import live         # noqa: E402
import progress     # noqa: E402
import recorded     # noqa: E402
import scenarios    # noqa: E402
import verdict      # noqa: E402

SKIPPED = 77


def play(nfsim, scenario):
    """The result of nfsim replay; {"error": ...} if it fails."""
    p = subprocess.run([nfsim, "replay", "-"], input=json.dumps(scenario), text=True,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode:
        return {"error": "exit %d: %s" % (p.returncode, p.stderr.strip()[-600:])}
    return json.loads(p.stdout)


def judge_live(nfsim, case):
    name, scenario = case
    answers = iter(lambda: live.ask(scenario), None)    # asks whenever one more is wanted
    return verdict.judge(name, scenario, answers, functools.partial(play, nfsim))


def judge_replay(nfsim, case):
    name, scenario = case
    error = play(nfsim, scenario).get("error")
    return verdict.Verdict(name, not error, 1, error or verdict.NO_DIFFERENCE)


def judge_recorded(nfsim, path):
    name, scenario, kernel = recorded.read(path)
    return verdict.judge(name, scenario, iter([kernel]), functools.partial(play, nfsim))


def record_all(data, only):
    """Also forgets what is no scenario any more."""
    cases = [c for c in scenarios.recorded() if only in c[0]]
    for path in recorded.paths(data):
        if only in os.path.basename(path):
            os.unlink(path)
    bad = 0
    for name, scenario in cases:
        result = live.ask(scenario)
        if "error" in result or result["counter_mismatch"]:
            print("%s: %s" % (name, result.get("error") or result["counter_mismatch"]))
            bad = 2
        else:
            recorded.write(name, scenario, result, data)
    print("recorded %d results" % len(recorded.paths(data)))
    return bad


def show(name):
    scenario = dict(scenarios.shipped()).get(name)
    if not scenario:
        print("no scenario has this name: " + name, file=sys.stderr)
        return 2
    json.dump(scenario, sys.stdout, indent=1)
    print()
    return 0


def report(judge, cases, jobs, verbose):
    """Judges all cases, so many at a time, and prints what is remarkable in their order."""
    differ = again = 0
    shown = progress.Progress(len(cases), sys.stderr)
    with multiprocessing.Pool(jobs) as pool:
        for v in pool.imap(judge, cases):
            differ += not v.agrees
            again += v.asked > 1
            if v.remarkable or verbose:
                shown.clear()
                print(v.text, flush=True)
            shown.step(differ)
    shown.clear()
    print("%d scenarios, %d differ%s" % (len(cases), differ,
                                         ", %d asked again" % again if again else ""))
    return 2 if not cases else int(differ > 0)


def lacking(args):
    """Names of extensions that are not drawn because this kernel does not have them."""
    names = extension_probe.lacking(args.family) if args.extensions and not args.replay else set()
    if names:
        print("this kernel lacks: " + ", ".join(sorted(names)))
    return names


def arguments():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--nfsim", default=os.environ.get("NF_NFSIM", "nfsim"))
    ap.add_argument("--data", default=recorded.DATA)
    mode = ap.add_mutually_exclusive_group()
    mode.add_argument("--live", action="store_true")
    mode.add_argument("--recorded", action="store_true")
    mode.add_argument("--record", action="store_true")
    mode.add_argument("--replay", action="store_true", help="do not ask the kernel")
    mode.add_argument("--show", metavar="NAME", help="print the scenario of this name")
    ap.add_argument("--seeds", metavar="A-B", help="random scenarios instead of the shipped ones")
    ap.add_argument("--packets", type=int, default=30)
    ap.add_argument("--family", type=scenarios.gen.family, choices=scenarios.gen.FAMILIES,
                    default=4, help="random: IPv4, IPv6, or a box of both")
    ap.add_argument("--local-stack", choices=["silent", "real", "mix"], default="silent")
    ap.add_argument("--collide", action="store_true",
                    help="random scenarios in which the kernel draws ports at random")
    ap.add_argument("--hostile", action="store_true",
                    help="random: packets that are wrong, rules of every extension")
    ap.add_argument("--sip", nargs="?", choices=["udp", "tcp"], const="udp",
                    help="random: SIP (over UDP) and the media that it announces, right and wrong")
    ap.add_argument("--proxies", action="store_true",
                    help="random: TPROXY, socket and SYNPROXY")
    ap.add_argument("--extensions", action="store_true",
                    help="random: every extension, in each table and of each protocol")
    ap.add_argument("--only", default="", help="names that contain this")
    ap.add_argument("--jobs", type=int, default=1, help="how many scenarios at a time")
    ap.add_argument("-v", "--verbose", action="store_true")
    args = ap.parse_args()
    if (args.hostile or args.extensions or args.sip) and args.family == "both":
        ap.error("--hostile, --extensions and --sip draw one family")
    return args


def main():
    args = arguments()
    if args.show:
        return show(args.show)
    why_not = None if args.recorded or args.replay else live.why_not()
    if why_not and (args.live or args.record or args.seeds):
        print("the kernel cannot be asked here: " + why_not)
        return SKIPPED
    if args.record:
        return record_all(args.data, args.only)
    if args.recorded or why_not:
        cases = [p for p in recorded.paths(args.data) if args.only in os.path.basename(p)]
        return report(functools.partial(judge_recorded, args.nfsim), cases, args.jobs, args.verbose)
    if args.seeds:
        first, _, last = args.seeds.partition("-")
        cases = scenarios.generated(range(int(first), int(last or first) + 1), args.packets,
                                    args.local_stack, args.collide, args.hostile, args.family,
                                    args.sip, args.proxies, args.extensions, lacking(args))
    else:
        cases = scenarios.shipped()
    cases = [c for c in cases if args.only in c[0]]
    judge = judge_replay if args.replay else judge_live
    return report(functools.partial(judge, args.nfsim), cases, args.jobs, args.verbose)


if __name__ == "__main__":
    sys.exit(main())
