#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Plays scenarios on the kernel and in nfsim replay, and reports the first difference of each.

    parity.py                      the recorded scenarios, or live where that is possible
    parity.py --live|--recorded    only so
    parity.py --seeds 1-1000       random scenarios of oracle/gen.py instead, live
    parity.py --record             play all on the kernel and write the recorded results again

Exit status: 0 if all agree, 1 if any differs, 2 if it could not be found out, 77 if live was asked
for and the machine cannot do it. The kernel needs root, /dev/net/tun, ip, nft and
iptables-legacy-restore; everything happens in network namespaces of its own."""
import argparse
import glob
import json
import lzma
import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))
sys.path.insert(0, HERE)

import compare          # noqa: E402
import gen              # noqa: E402
import kernel_oracle    # noqa: E402

DATA = os.path.join(HERE, "..", "data", "kernel")
RECORDED_SEEDS = range(1, 101)
# Scenarios with the box's own TCP, which is ns-3's and answers differently: where the first
# difference must be, and why (doc/fidelity.rst). Up to there they must agree.
KNOWN = {
    "30_local_tcp": ("packet 2 journeys[1] hooks[0] begin:",
                     "ns-3's TCP makes its own SYN+ACK: sequence number, options, window, DF"),
}
SKIPPED = 77


def options(packets, local_stack):
    return argparse.Namespace(packets=packets, without="", local_stack=local_stack,
                              no_fallback=True, collide=False)


def generated(seed, packets=30, local_stack="silent"):
    scenario = gen.Gen(seed, options(packets, local_stack)).scenario(seed)
    return json.loads(json.dumps(scenario))


def shipped():
    out = []
    for path in sorted(glob.glob(os.path.join(HERE, "oracle", "scenarios", "*.json"))
                       + glob.glob(os.path.join(HERE, "scenarios", "*.json"))):
        with open(path) as f:
            out.append((os.path.splitext(os.path.basename(path))[0], json.load(f)))
    return out


def can_run_live():
    """Why the kernel cannot be asked here, or None."""
    if os.geteuid() != 0:
        return "not root"
    for program in ("ip", "nft", "iptables-legacy-restore", "iptables-legacy-save"):
        if not shutil.which(program):
            return "no " + program
    if not os.path.exists("/dev/net/tun"):
        return "no /dev/net/tun"
    probe = {"interfaces": [{"name": "eth0", "address": "10.0.0.1/24"}], "packets": [],
             "rules": "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m conntrack --ctstate NEW\nCOMMIT\n"}
    return kernel_oracle.run_scenario(probe).get("error")


def play(nfsim, scenario):
    """The result of nfsim replay; {"error": ...} if it fails."""
    p = subprocess.run([nfsim, "replay", "-"], input=json.dumps(scenario), text=True,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode:
        return {"error": "exit %d: %s" % (p.returncode, p.stderr.strip()[-600:])}
    return json.loads(p.stdout)


# Recorded results ---------------------------------------------------------------------------------
# One file holds scenario and result of the kernel, so that neither gen.py's random numbers nor a
# changed scenario can make them differ. Only what compare.py reads is kept.


def slim(result):
    result = dict(result)
    for key in ("kernel", "counter_mismatch"):
        result.pop(key, None)
    result["packets"] = [{k: v for k, v in p.items() if k != "stats"} for p in result["packets"]]
    return result


def record(data, name, scenario, result):
    text = json.dumps({"name": name, "scenario": scenario, "kernel": slim(result)},
                      sort_keys=True, separators=(",", ":"))
    with lzma.open(os.path.join(data, name + ".json.xz"), "wb", preset=9 | lzma.PRESET_EXTREME) as f:
        f.write(text.encode())


def recorded(data):
    for path in sorted(glob.glob(os.path.join(data, "*.json.xz"))):
        with lzma.open(path) as f:
            r = json.loads(f.read().decode())
        yield r["name"], r["scenario"], r["kernel"]


def live(scenarios):
    for name, scenario in scenarios:
        yield name, scenario, kernel_oracle.run_scenario(scenario)


def record_all(data):
    os.makedirs(data, exist_ok=True)
    for path in glob.glob(os.path.join(data, "*.json.xz")):
        os.unlink(path)
    bad = 0
    scenarios = shipped() + [("gen%04d" % s, generated(s)) for s in RECORDED_SEEDS]
    for name, scenario, result in live(scenarios):
        if "error" in result or result["counter_mismatch"]:
            print("%s: %s" % (name, result.get("error") or result["counter_mismatch"]))
            bad = 2
            continue
        record(data, name, scenario, result)
    print("recorded %d results" % len(glob.glob(os.path.join(data, "*.json.xz"))))
    return bad


def report(nfsim, triples, verbose):
    different = total = 0
    for name, scenario, kernel in triples:
        total += 1
        difference = compare.first_difference(kernel, play(nfsim, scenario))
        place, reason = KNOWN.get(name, (None, None))
        if place and difference and difference.startswith(place):
            print("%s: agrees up to %s %s" % (name, place, reason), flush=True)
        elif place and not difference:
            different += 1
            print("%s: agrees, though it is known to differ" % name, flush=True)
        elif difference:
            different += 1
            print("%s: %s" % (name, difference), flush=True)
        elif verbose:
            print("%s: equal" % name, flush=True)
    print("%d scenarios, %d differ" % (total, different))
    return 2 if total == 0 else int(different > 0)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--nfsim", default=os.environ.get("NF_NFSIM", "nfsim"))
    ap.add_argument("--data", default=DATA)
    mode = ap.add_mutually_exclusive_group()
    mode.add_argument("--live", action="store_true")
    mode.add_argument("--recorded", action="store_true")
    mode.add_argument("--record", action="store_true")
    ap.add_argument("--seeds", metavar="A-B", help="random scenarios instead of the shipped ones")
    ap.add_argument("--packets", type=int, default=30)
    ap.add_argument("--local-stack", choices=["silent", "real", "mix"], default="silent")
    ap.add_argument("--only", help="names that contain this")
    ap.add_argument("-v", "--verbose", action="store_true")
    args = ap.parse_args()
    why_not = None if args.recorded else can_run_live()
    if why_not and (args.live or args.record or args.seeds):
        print("the kernel cannot be asked here: " + why_not)
        return SKIPPED
    if args.record:
        return record_all(args.data)
    if args.seeds:
        first, _, last = args.seeds.partition("-")
        seeds = range(int(first), int(last or first) + 1)
        triples = live(("gen%04d" % s, generated(s, args.packets, args.local_stack)) for s in seeds)
    elif why_not or args.recorded:
        triples = recorded(args.data)
    else:
        triples = live(shipped())
    if args.only:
        triples = (t for t in triples if args.only in t[0])
    return report(args.nfsim, triples, args.verbose)


if __name__ == "__main__":
    sys.exit(main())
