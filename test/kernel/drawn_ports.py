# SPDX-License-Identifier: GPL-2.0-only
"""Source ports and ICMP ids that NAT drew at random.

Where the wanted one is taken the kernel draws another, and so do we, from a stream of our own. Both
must have drawn, and from the same set: the range that a rule names, else Linux's class of ports that
may stand for each other. From then on the two count as the same port; of a range that a rule names,
all do, because in so few ports what one side draws the other soon uses as well.
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle"))

import pkt6                     # noqa: E402
from drawn_packets import upper # noqa: E402

CLASSES = ((1, 511), (512, 599), (600, 1023), (1024, 65535))
# Protocols with ports: where the checksum is, and its size.
CHECKSUMS = {6: (16, 2), 17: (6, 2), 132: (8, 4)}
NAMED = re.compile(r"--(?:to-source (?:[\d.-]*|\[\S*\]):|to-ports )(\d+)(?:-(\d+))?")


def find(kernel, ours):
    """The kernel's drawn ports, ours, and a complaint if a pair is not from one set (else None)."""
    rules = kernel["counters"] + kernel.get("counters6", "")
    named = [(int(a), int(b or a)) for a, b in NAMED.findall(rules)]
    ranges = named + list(CLASSES)
    theirs, own = set(), set()
    for is_id, p, q in set(_in_connections(kernel, ours)) | set(_in_hooks(kernel, ours)):
        drawn_from = _set_of(p, ranges)
        if not is_id and drawn_from != _set_of(q, ranges):
            return theirs, own, "random port: kernel %d, ours %d, not from the same set" % (p, q)
        together = range(drawn_from[0], drawn_from[1] + 1) if drawn_from in named else ()
        theirs.update(together, {p})
        own.update(together, {q})
    return theirs, own, None


def _set_of(port, ranges):
    """The smallest range that holds it."""
    holding = [r for r in ranges if r[0] <= port <= r[1]]
    return min(holding, key=lambda r: r[1] - r[0], default=None)


def _in_connections(kernel, ours):
    """Yields (is an ICMP id, kernel's, ours) of connections in the tables."""
    def key(e):
        return e["zone"], json.dumps(e["orig"], sort_keys=True)
    for a, b in zip(kernel["packets"] + [kernel], ours["packets"] + [ours]):
        mine = {key(e): e for e in b["conntrack"]}
        for e in a["conntrack"]:
            f = mine.get(key(e))
            if e["id"] not in kernel["source_port_changed"] or not f:
                continue
            icmp = "id" in e["reply"]
            before = e["orig"].get("id" if icmp else "sport")
            p, q = (x["reply"].get("id" if icmp else "dport") for x in (e, f))
            if p != q and before not in (p, q):
                yield icmp, p, q


def _in_hooks(kernel, ours):
    """The same of packets whose source port a hook changed: their connection may never have been
    confirmed, or be gone already."""
    for a, b in zip(kernel["packets"], ours["packets"]):
        for j, k in zip(a["journeys"], b["journeys"]):
            for h, g in zip(j["hooks"], k["hooks"]):
                before, mine = _source(h["begin"]), _source(g["begin"])
                p, q = _source(h["end"]), _source(g["end"])
                if before and before == mine and p and q and p != q and before not in (p, q):
                    yield p[0], p[1], q[1]


def _is_error(data, at):
    return data[at] < 128 if pkt6.is6(data) else data[at] in (3, 4, 5, 11, 12)


def _source(hexstr):
    """(is an ICMP id, source port or id) of a packet, or None."""
    data = bytes.fromhex(hexstr or "")
    proto, at = upper(data) or (None, None)
    if proto in CHECKSUMS:
        return False, data[at] << 8 | data[at + 1]
    if proto == 1 and data[at] == (128 if pkt6.is6(data) else 8):
        return True, data[at + 4] << 8 | data[at + 5]
    return None


def mask_bytes(data, ports):
    """A packet (bytearray, changed in place) with these ports, and the checksums over them, set to
    0. Returns True if there were any."""
    proto, at = upper(data) or (None, None)
    hit, size = False, 2
    if proto == 1 and _is_error(data, at):
        inner = data[at + 8:]
        hit = mask_bytes(inner, ports)
        data[at + 8:] = inner
        places, checksum = (), at + 2
    elif proto == 1:
        places, checksum = (at + 4,), at + 2
    elif proto in CHECKSUMS:
        places, checksum, size = (at, at + 2), at + CHECKSUMS[proto][0], CHECKSUMS[proto][1]
    else:
        return False
    for p in places:
        if (data[p] << 8 | data[p + 1]) in ports:
            data[p:p + 2] = b"\0\0"
            hit = True
    if hit and len(data) >= checksum + size:
        data[checksum:checksum + size] = bytes(size)
    return hit


def masked(value, ports, key=None):
    """A copy of a result in which these ports are 0."""
    if isinstance(value, dict):
        icmp = "type" in value          # else "id" is the number of a connection
        return {k: masked(v, ports, k if k != "id" or icmp else None) for k, v in value.items()}
    if isinstance(value, list):
        return [masked(v, ports, key) for v in value]
    if key in ("hex", "begin", "end") and isinstance(value, str):
        data = bytearray.fromhex(value)
        mask_bytes(data, ports)
        return data.hex()
    if key in ("sport", "dport", "id") and value in ports:
        return 0
    return value
