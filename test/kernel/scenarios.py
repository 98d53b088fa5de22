# SPDX-License-Identifier: GPL-2.0-only
"""The scenarios: those of the tree, of the behaviours, and random ones."""
import argparse
import glob
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))

import behaviours   # noqa: E402
import gen          # noqa: E402
import gen_extensions # noqa: E402
import gen_hostile  # noqa: E402
import gen_hostile6 # noqa: E402
import gen_proxies  # noqa: E402
import gen_sip      # noqa: E402
import gen_sip_tcp  # noqa: E402

FOLDERS = (os.path.join(HERE, "oracle", "scenarios"), os.path.join(HERE, "scenarios"))


def shipped():
    """Yields name and scenario of each file and of each behaviour."""
    for folder in FOLDERS:
        for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
            with open(path) as f:
                yield os.path.splitext(os.path.basename(path))[0], json.load(f)
    for behaviour in behaviours.every():
        yield behaviour.name(), behaviour.scenario()


def generated(seeds, packets=30, local_stack="silent", collide=False,
              hostile=False, family=4, sip=None, proxies=False, extensions=False, without=()):
    """Yields name and scenario of each seed of oracle/gen.py; hostile: of oracle/gen_hostile.py or
    gen_hostile6.py; sip: udp or tcp, of gen_sip.py or gen_sip_tcp.py; proxies: of gen_proxies.py;
    extensions: of gen_extensions.py, without those named. The name tells the seed and what is not
    the default."""
    options = argparse.Namespace(packets=packets, without=",".join(sorted(without)),
                                 local_stack=local_stack,
                                 no_fallback=True, collide=collide, family=family)
    kind = ("" if local_stack == "silent" else "_" + local_stack) + ("_collide" if collide else "")
    spoilt = gen_hostile6.Hostile6 if family == 6 else gen_hostile.Hostile
    make, kind = (spoilt, "_hostile" + kind) if hostile else (gen.Gen, kind)
    kind = {4: "", 6: "_ipv6", "both": "_both"}[family] + kind
    if family == "both":
        make = gen.Both
    make, kind = (gen_extensions.make(family), kind + "_extensions") if extensions else (make, kind)
    make, kind = {None: (make, kind), "udp": (gen_sip.Sip, kind + "_sip"),
                  "tcp": (gen_sip_tcp.SipOverTcp, kind + "_sip_tcp")}[sip]
    make, kind = (gen_proxies.Proxies, "_proxies") if proxies else (make, kind)
    for seed in seeds:
        scenario = make(seed, options).scenario(seed)
        yield "gen%04d%s" % (seed, kind), json.loads(json.dumps(scenario))


def recorded():
    """Yields those of which the kernel's result is recorded."""
    yield from shipped()
    yield from generated(range(1, 101))
    yield from generated([4249])  # NOTRACK meets the error about an untracked packet
    yield from generated(range(1, 31), local_stack="real")
    yield from generated(range(101, 121), local_stack="real", collide=True)
    yield from generated(range(21, 41), hostile=True)
    yield from generated(range(1, 11), sip="udp")
    yield from generated(range(1, 9), sip="tcp")
    yield from generated(range(1, 6), family=6, sip="udp")
    yield from generated(range(1, 6), family=6, sip="tcp")
    yield from generated(range(1, 11), proxies=True)
    yield from generated(range(1, 33), family=6)
    yield from generated(range(1, 9), family=6, hostile=True)
    yield from generated(range(1, 11), family="both")
    yield from generated(range(1, 9), extensions=True)
    yield from generated(range(11, 19), family=6, extensions=True)
