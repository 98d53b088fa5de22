# SPDX-License-Identifier: GPL-2.0-only
"""Random scenarios whose rules are drawn from every extension (extension_rows.py).

The cases of a family are a fixed list in a fixed disorder, in which each text of each extension meets
each table and chain where it may stand, and each protocol. A seed takes the next RULES of them, and
what surrounds them is drawn: addresses, what a rule with a match does, which match a rule with a target
has, chains of the user. Packets are those of gen_hostile.py and gen_hostile6.py.

--without takes the names of extensions, too: those that a kernel does not have."""
import functools
import random
import struct

import extension_rows as rows
import pkt6
from gen import Gen
from gen_hostile import Hostile
from gen_hostile6 import Hostile6

RULES = 24
# Which end the way of a packet, so that not every packet should come to them.
ENDING = {"CT", "DNAT", "MASQUERADE", "NETMAP", "NFQUEUE", "REDIRECT", "REJECT", "SNAT", "SYNPROXY",
          "TPROXY", "NOTRACK"}
LISTENING = {4: "10.0.0.1", 6: "2001:db8:a::1"}


def places(row):
    """Table and chain wherever it may stand."""
    return [(t, c) for t in row.tables for c in rows.HOOKS[t] if c in row.chains]


@functools.lru_cache(None)
def cases(family):
    """(row, text, table, chain, protocol): each text with each place, and with each protocol."""
    made, r = [], random.Random("cases %d" % family)
    for row in rows.ROWS:
        if family not in row.families:
            continue
        for text in row.texts:
            where, protocols = places(row), list(row.protocols)
            r.shuffle(where)
            r.shuffle(protocols)
            for i in range(max(len(where), len(protocols))):
                made.append((row, text, *where[i % len(where)], protocols[i % len(protocols)]))
    r.shuffle(made)
    return made


class Rules:
    """What a seed draws of the cases, as a table's text. Goes in front of Gen."""

    def cases_of(self, seed):
        made = cases(self.w.family)
        taken = [made[(seed * RULES + i) % len(made)] for i in range(RULES)]
        return [c for c in taken if self.ok(c[0].name)]

    def rules(self):
        self.x = random.Random("extensions %d %d" % (self.w.family, self.seed))
        chains = {}                             # (table, chain) -> rules
        for case in self.cases_of(self.seed):
            table, chain = case[2:4]
            if self.x.random() < 0.25:
                chains.setdefault((table, chain), []).append(
                    "-%s %s_u" % (self.x.choice("jjjg"), chain))
                chain += "_u"
            front = rows.BEFORE.get(case[0].name)
            chains.setdefault((table, chain), []).extend(([front] if front else [])
                                                         + [self.rule(case)])
        text = ""
        for table, hooks in rows.HOOKS.items():
            mine = {c: lines for (t, c), lines in chains.items() if t == table}
            if mine:
                text += "*%s\n" % table
                text += "".join(":%s %s [0:0]\n" % (h, self.policy(table)) for h in hooks)
                text += "".join(":%s - [0:0]\n" % c for c in mine if c not in hooks)
                text += "".join("-A %s %s\n" % (c, line) for c, lines in mine.items()
                                for line in lines)
                text += "COMMIT\n"
        return text

    def policy(self, table):
        return "DROP" if table == "filter" and self.x.random() < 0.08 else "ACCEPT"

    def rule(self, case):
        """The rule of a case, without its chain."""
        x, (row, text, table, chain, protocol) = self.x, case
        words = [rows.protocol(protocol, self.w.family)]
        if x.random() < 0.15:
            words.append(x.choice(["", "! "]) + x.choice(["-s ", "-d "]) + self.addr())
        if row.kind == "match":
            return " ".join(filter(None, words + [text, self.deed(table, chain, protocol)]))
        more = self.fitting("match", table, chain, protocol)
        if more and x.random() < 0.35:
            words.append(x.choice(more))
        elif row.name in ENDING and x.random() < 0.7:
            words.append("-m statistic --mode nth --every %d --packet 0" % x.choice([2, 3, 4]))
        return " ".join(filter(None, words + [text]))

    def deed(self, table, chain, protocol):
        """What a rule with a match does: mostly little, so that packets come to the next ones."""
        x, k = self.x, self.x.random()
        if k < 0.35:
            return ""
        if k < 0.6:
            return "-j MARK --set-xmark 0x%x/0x%x" % (1 << x.randrange(5), 31)
        if k < 0.7:
            return "-j CONNMARK --set-xmark 0x%x/0x7" % x.randrange(8) if table != "raw" else ""
        more = self.fitting("target", table, chain, protocol)
        if more and k < 0.8:
            return x.choice(more)
        named = self.target_of_gen(table, chain, protocol)
        return "-j " + named if named else ""

    def target_of_gen(self, table, chain, protocol):
        wanted = {"tcp": "tcp", "tcp-syn": "tcp", "udp": "udp"}.get(protocol)
        return Gen.target(self, table, [chain], wanted)

    def fitting(self, kind, table, chain, protocol):
        """The texts that may stand in such a rule, and need nothing in front of it."""
        return [text for row in rows.ROWS
                if row.kind == kind and self.w.family in row.families and self.ok(row.name)
                and protocol in row.protocols and (table, chain) in places(row)
                and row.name not in rows.BEFORE for text in row.texts]

    def matches(self, table, chain, proto):
        return Gen.matches(self, table, chain, proto)

    def scenario(self, seed):
        self.seed = seed
        made = dict(super().scenario(seed), ipset=rows.sets(self.w.family))
        if self.h.random() < 0.3:
            made["listen"] = [{"proto": p, "port": port, "address": LISTENING[self.w.family],
                               "transparent": self.h.random() < 0.5}
                              for p, port in (("udp", 53), ("tcp", 80))]
        return made


class Extensions4(Rules, Hostile):
    """Of IPv4."""


class Extensions6(Rules, Hostile6):
    """Of IPv6, with protocols that Hostile6 does not send."""

    def __init__(self, seed, args):
        super().__init__(seed, args)
        self.kinds.append(self.other_protocol)

    def other_protocol(self):
        """SCTP, DCCP, IPComp, ESP, UDP-Lite and Mobility Headers, perhaps cut."""
        dev, src, dst = self.way()
        self.sport += 1
        ports = struct.pack("!HH", self.sport, self.h.choice([53, 80, 443]))
        specs = []
        for _ in range(self.h.randint(1, 3)):
            proto = self.h.choice([33, 108, 50, 136, 132, 135, 135])
            body = {132: ports + self.h.randbytes(8) + bytes([self.h.randrange(16), 0, 0, 4]),
                    33: ports + bytes([5, 0]) + self.h.randbytes(2)
                    + bytes([self.h.randrange(12) << 1]) + self.h.randbytes(11),
                    135: bytes([59, 1, self.h.randrange(8), 0]) + self.h.randbytes(12)}.get(proto)
            body = body or ports + self.h.randbytes(16)
            body = body[:self.h.choice([4, 8, 12, 16, 20, 20, 20])]
            specs.append({"in": dev, "hex": pkt6.ip6(src, dst, proto, body).hex(), "note": "other"})
        return specs


def make(family):
    """The class of a family."""
    return Extensions6 if family == 6 else Extensions4
