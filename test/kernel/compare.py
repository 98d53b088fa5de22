#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What counts as equal between a result of the kernel and one of nfsim replay.

first_difference(kernel, ours) returns None, or one line that names the first field that
differs. Compared are, for each packet: what was sent, the error of a local send, the trace (table,
chain, rule, policy, target, verdict, hook, journey), the journeys (origin, fate, and each hook's
interfaces, conntrack label, marks and bytes at entry and exit), delivered, the outputs' bytes, NFLOG
records, the lines of LOG, and the connection table; at the end the connection table and the
counters.

Tolerated, and nothing else:
 - IP ids, and with them header checksums, of packets that the box itself made (also where they
   are quoted); of IPv6, ids of fragments into which the box has cut a datagram (which pieces have
   the same must agree; drawn_ids.py);
 - the checksum of a reset that the kernel made, or of what a helper has rewritten, inside the hooks
   and to NFLOG: there it is the sum of the pseudo header only, because the device completes it (ours
   must be right, and what leaves too);
 - timeouts that agree when rounded to 10 s, or within 2 s (the kernel ran in real time);
 - a port that the kernel drew at random (drawn_ports.py);
 - first sequence number and clock of a SYN proxy (drawn_cookies.py).
"""
import argparse
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle"))

import drawn_cookies    # noqa: E402
import drawn_ids        # noqa: E402
import drawn_ports      # noqa: E402
import pkt6             # noqa: E402

CT_FIELDS = ("proto", "state", "status", "orig", "reply", "mark", "zone", "master",
             "orig_packets", "reply_packets")
HOOK_FIELDS = ("hook", "in", "out", "out_end", "ct", "mark_begin", "mark_end", "begin", "end")
TRACE_FIELDS = ("family", "table", "chain", "rule", "policy", "target", "verdict", "hook", "journey")


def blank_id(hexstr):
    """An IPv4 packet without IP id and header checksum, which IPv6 does not have."""
    if not hexstr or len(hexstr) < 40 or hexstr[0] == "6":
        return hexstr
    return hexstr[:8] + "0000" + hexstr[12:20] + "0000" + hexstr[24:]


def ones_sum(data):
    total = sum(data[i] << 8 | (data[i + 1] if i + 1 < len(data) else 0) for i in range(0, len(data), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


SUMS = {6: (16, 20), 17: (6, 8)}    # protocol: where its checksum stands, size of its header


def forgive_offload(kernel, ours):
    """Ours, with the kernel's TCP or UDP checksum if that is a pseudo-header sum and ours is
    right."""
    if not kernel or not ours or kernel == ours or len(kernel) != len(ours):
        return ours
    a, b = bytes.fromhex(kernel), bytes.fromhex(ours)
    if pkt6.is6(a) and pkt6.is6(b):
        walk = pkt6.Walk(a)
        proto, at, addresses = walk.proto, walk.at, slice(8, 40)
    else:
        proto, at, addresses = a[9] if len(a) >= 20 else 0, (a[0] & 15) * 4, slice(12, 20)
    where, header = SUMS.get(proto, (0, 0))
    if not header or len(a) < at + header:
        return ours

    def pseudo(raw):
        return raw[addresses] + bytes((0, proto)) + (len(raw) - at).to_bytes(2, "big")
    check = a[at + where:at + where + 2]
    if ones_sum(pseudo(a)).to_bytes(2, "big") != check or ones_sum(pseudo(b) + b[at:]) != 0xFFFF:
        return ours
    return ours[:(at + where) * 2] + check.hex() + ours[(at + where + 2) * 2:]


def same_timeout(a, b):
    return round(a, -1) == round(b, -1) or abs(a - b) <= 2


class Comparison:
    """Compares one pair of results."""

    def __init__(self, kernel, ours):
        self.kernel, self.ours = kernel, ours

    def run(self):
        if "error" in self.kernel:
            return "the kernel refused the scenario: " + self.kernel["error"]
        if "error" in self.ours:
            return "nfsim refused the scenario: " + self.ours["error"]
        k, o = self.kernel["packets"], self.ours["packets"]
        if len(k) != len(o):
            return "packets: %d, ours %d" % (len(k), len(o))
        for i, (a, b) in enumerate(zip(k, o)):
            d = self.packet(a, b)
            if d:
                return "packet %d %s" % (i, d)
        return (self.conntrack(self.kernel["conntrack"], self.ours["conntrack"])
                or self.text("counters", self.kernel["counters"], self.ours["counters"])
                or self.text("counters6", self.kernel.get("counters6", ""),
                             self.ours.get("counters6", "")))

    @staticmethod
    def text(name, a, b):
        if a == b:
            return None
        for x, y in zip(a.splitlines(), b.splitlines()):
            if x != y:
                return "%s: kernel %r, ours %r" % (name, x, y)
        return "%s: %d lines, ours %d" % (name, len(a.splitlines()), len(b.splitlines()))

    @staticmethod
    def value(name, a, b):
        return None if a == b else "%s: kernel %s, ours %s" % (name, json.dumps(a), json.dumps(b))

    def rows(self, name, a, b, compare):
        for i, (x, y) in enumerate(zip(a, b)):
            d = compare(x, y)
            if d:
                return "%s[%d] %s" % (name, i, d)
        if len(a) != len(b):
            return "%s: %d, ours %d; the first beyond: %s" % (
                name, len(a), len(b), json.dumps((a if len(a) > len(b) else b)[min(len(a), len(b))]))
        return None

    def fields(self, names):
        def compare(x, y):
            for n in names:
                if x.get(n) != y.get(n):
                    return "%s: kernel %s, ours %s (%s)" % (
                        n, json.dumps(x.get(n)), json.dumps(y.get(n)), self.brief(x))
            return None
        return compare

    @staticmethod
    def brief(x):
        return " ".join("%s=%s" % (k, v) for k, v in x.items()
                        if isinstance(v, (str, int)) and len(str(v)) < 40)

    def packet(self, a, b):
        if (a["sent"] is None) != (b["sent"] is None):
            return "sent: kernel %s, ours %s" % (a["sent"], b["sent"])
        if a["sent"] is None:
            return None
        # What a timer of the kernel has sent before the packet came in is its first journey.
        self.first_made = bool(a["sent"].get("in") and a["journeys"]
                               and a["journeys"][0]["origin"] == "local")
        return (self.value("sent.hex", a["sent"]["hex"], b["sent"]["hex"])
                or self.value("sent.in", a["sent"].get("in"), b["sent"].get("in"))
                or self.rows("trace", a["trace"], b["trace"], self.fields(TRACE_FIELDS))
                or self.rows("journeys", a["journeys"], b["journeys"], self.journey)
                or self.value("delivered", a["delivered"], b["delivered"])
                or self.value("send_error", a["send_error"], b["send_error"])
                or self.rows("outputs", drawn_ids.with_numbered_pieces(a),
                             drawn_ids.with_numbered_pieces(b), self.output)
                or self.rows("logs", a["logs"], b["logs"], self.log)
                or self.value("kernel_log", self.lines(a), self.lines(b))
                or self.conntrack(a["conntrack"], b["conntrack"]))

    @staticmethod
    def lines(p):
        return [re.sub(r" ID=\d+", "", line).rstrip() for line in p["kernel_log"]]

    def made(self, x):
        """Has the kernel made this packet, and chosen its IP id?"""
        return x["journey"] != 0 or self.first_made

    def journey(self, x, y):
        made = self.made(x)
        if x.get("family") != y.get("family"):
            return "family: kernel %s, ours %s" % (x.get("family", 4), y.get("family", 4))
        if x["origin"] != y["origin"]:
            return "origin: kernel %s, ours %s" % (x["origin"], y["origin"])

        def hook(h, g):
            h, g = dict(h), dict(g)
            for key in ("begin", "end"):
                g[key] = forgive_offload(h[key], g[key])
                if made:
                    h[key], g[key] = blank_id(h[key]), blank_id(g[key])
            return self.fields(HOOK_FIELDS)(h, g)
        return (self.rows("hooks", x["hooks"], y["hooks"], hook)
                or self.fields(("fate", "delivered", "sent"))(x, y))

    def output(self, x, y):
        if x["dev"] != y["dev"] or x["journey"] != y["journey"]:
            return "kernel %s journey %s, ours %s journey %s" % (x["dev"], x["journey"], y["dev"], y["journey"])
        a, b = x["hex"], y["hex"]
        if self.made(x):
            a, b = blank_id(a), blank_id(b)
        return self.value("hex", a, b)

    def log(self, x, y):
        x, y = dict(x), dict(y)
        y["hex"] = forgive_offload(x["hex"], y["hex"])
        if self.made(x):
            x["hex"], y["hex"] = blank_id(x["hex"]), blank_id(y["hex"])
        return self.fields(("journey", "hook", "group", "prefix", "in", "out", "mark", "hex"))(x, y)

    def conntrack(self, a, b):
        def entry(x, y):
            d = self.fields(("id",) + CT_FIELDS)(x, y)
            if not d and not same_timeout(x["timeout"], y["timeout"]):
                d = "timeout: kernel %d, ours %d (%s)" % (x["timeout"], y["timeout"], self.brief(x))
            return d
        return self.rows("conntrack", a, b, entry)


def first_difference(kernel, ours):
    """None, or the first difference in one line."""
    if "error" not in kernel and "error" not in ours:
        theirs, own, complaint = drawn_ports.find(kernel, ours)
        if complaint:
            return complaint
        if theirs:
            kernel, ours = drawn_ports.masked(kernel, theirs), drawn_ports.masked(ours, own)
        kernel, ours = (drawn_cookies.masked(r, found) if found else r
                        for r, found in ((r, drawn_cookies.find(r)) for r in (kernel, ours)))
        kernel, ours = (drawn_ids.masked(r, ids) if ids else r
                        for r, ids in ((r, drawn_ids.find(r)) for r in (kernel, ours)))
    return Comparison(kernel, ours).run()


def main():
    ap = argparse.ArgumentParser(description="Compare a result of kernel_oracle.py with one of nfsim replay.")
    ap.add_argument("kernel")
    ap.add_argument("ours")
    args = ap.parse_args()
    with open(args.kernel) as a, open(args.ours) as b:
        difference = first_difference(json.load(a), json.load(b))
    print(difference or "equal")
    sys.exit(bool(difference))


if __name__ == "__main__":
    main()
