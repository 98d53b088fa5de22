# SPDX-License-Identifier: GPL-2.0-only
"""Behaviours 48 to 57: loopback, zones, answers of the box, fragments, and LOG."""
from pkt import fragments, icmp_error, ip, ping, tcp, udp

from .base import Behaviour, INSIDE, OUTSIDE, SERVER, answer, box, own, rules, rx
from .path import TABLES


def reject(chain, *kinds):
    """A rule for each kind of REJECT; the packet's second port, from 1, chooses it."""
    return ["-A %s -p %s --dport %d -j REJECT --reject-with %s" % (
        chain, "tcp" if kind == "tcp-reset" else "udp", i, kind) for i, kind in enumerate(kinds, 1)]


class B48Loopback(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(**dict(TABLES, mangle=TABLES["mangle"] + ["-A OUTPUT -j MARK --set-mark 7"]))
        return box([own(udp("10.0.0.1", "10.0.0.1", 1000, 53))], text)

    def check(self, k):
        self.assertEqual("rx:lo", k[0].journeys[1]["origin"])
        self.assertEqual(["raw", "mangle"], k[0].tables("PREROUTING", 1))
        self.assertEqual(["mangle", "filter", "security"], k[0].tables("INPUT", 1))
        self.assertEqual("NEW,ORIGINAL", k[0].ct("PREROUTING", 1))
        self.assertEqual(7, k[0].at("INPUT", 1)["mark_end"])
        self.assertEqual(1, k[0].entry["orig_packets"])


class B49Notrack(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(raw=["PREROUTING ACCEPT", "-A PREROUTING -p udp --dport 1 -j CT --notrack",
                          "-A PREROUTING -p udp --dport 1 -j CT --zone 5",
                          "-A PREROUTING -p udp --dport 2 -j CT --zone 5",
                          "-A PREROUTING -p udp --dport 2 -j CT --notrack",
                          "-A PREROUTING -p udp --dport 3 -j CT --zone-orig 6"],
                     filter=["FORWARD ACCEPT", "-A FORWARD -m conntrack --ctstate UNTRACKED"])
        packets = []
        for port in (1, 2, 3):
            packets += [rx("eth0", udp(INSIDE, SERVER, 1000, port)), answer(len(packets))]
        return box(packets, text)

    def check(self, k):
        self.assertEqual(["UNTRACKED", "NEW,ORIGINAL", "NEW,ORIGINAL", "NEW,ORIGINAL", "NEW,ORIGINAL",
                          "ESTABLISHED,REPLY"], [p.ct() for p in k])
        self.assertEqual([True] + [False] * 5, [p.hit("filter", "FORWARD", 1) for p in k])
        self.assertEqual("UNTRACKED", k[0].ct("POSTROUTING"))
        self.assertIn(5, [e["zone"] for e in k[2].entries])


class B50AnswersAreNested(Behaviour):
    @classmethod
    def scenario(cls):
        mark = ["PREROUTING ACCEPT", "OUTPUT ACCEPT", "POSTROUTING ACCEPT",
                "-A PREROUTING -j MARK --set-mark 7", "-A OUTPUT -m mark --mark 0",
                "-A POSTROUTING -m mark --mark 0"]
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, 1))],
                   rules(mangle=mark, filter=["FORWARD ACCEPT"] + reject("FORWARD", "icmp-port-unreachable")))

    def check(self, k):
        self.assertEqual(["OUTPUT", "POSTROUTING"], k[0].hooks(1))
        self.assertTrue(k[0].hit("mangle", "OUTPUT", 1, 1) and k[0].hit("mangle", "POSTROUTING", 1, 1))
        self.assertEqual("dropped filter FORWARD rule 1", k[0].journeys[0]["fate"])
        self.assertEqual((0, 7), (k[0].at("OUTPUT", 1)["mark_begin"], k[0].at("FORWARD")["mark_begin"]))


class B51AnswersAreRelated(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=["PREROUTING ACCEPT", "OUTPUT ACCEPT", "POSTROUTING ACCEPT",
                          "-A PREROUTING -d 192.0.2.1 -j DNAT --to-destination " + SERVER,
                          "-A POSTROUTING -p icmp -j MASQUERADE"],
                     filter=["FORWARD ACCEPT"] + reject("FORWARD", "icmp-port-unreachable", "tcp-reset"))
        return box([rx("eth1", udp(OUTSIDE, "192.0.2.1", 1000, 1)), rx("eth1", tcp(OUTSIDE, "192.0.2.1", 1000, 2)),
                    rx("eth0", tcp(INSIDE, "10.0.0.1", 1000, 80))], text, local_stack="real")

    def check(self, k):
        for p in k[:2]:
            self.assertEqual("RELATED,REPLY", p.ct("OUTPUT", 1))
            self.assertEqual("192.0.2.1", p.out[0].src)
            self.assertEqual([], p.entries)
        self.assertEqual([], k[0].steps("nat", 1))
        self.assertEqual(("192.0.2.1", 1), (k[0].out[0].inner.dst, k[0].out[0].inner.dport))
        self.assertEqual("ESTABLISHED,REPLY", k[2].ct("OUTPUT", 1))


class B52AnswersOfTheStack(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["FORWARD ACCEPT"] + reject("FORWARD", "icmp-port-unreachable"))
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, 1, bytes(1000), tos=0xb7)),
                    rx("eth0", ping(INSIDE, "10.0.0.1", tos=0xb7, ttl=9, df=True)),
                    rx("eth0", udp(INSIDE, "10.0.0.1", 1000, 53, tos=0x10)),
                    rx("eth0", tcp(INSIDE, "10.0.0.1", 1000, 53, "SF", 5, tos=0x13, data=b"abc"))],
                   text, local_stack="real")

    def check(self, k):
        rejected, echo, closed, reset = (p.out[0] for p in k)
        self.assertEqual((64, 0xc0 | 0x16, 576), (rejected.ttl, rejected.tos, rejected.size))
        self.assertEqual(63, rejected.inner.ttl)
        self.assertEqual(((0, 0), 64, 0xb7, False), (echo.icmp, echo.ttl, echo.tos, echo.df))
        self.assertEqual(((3, 3), 64, 0xd0), (closed.icmp, closed.ttl, closed.tos))
        self.assertEqual(("RA", 0, 10, 0x10), (reset.flags, reset.seq, reset.ack, reset.tos))


class B52UnknownProtocol(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", ip(INSIDE, "10.0.0.1", 253, b"payload!")),
                    rx("eth0", ping(INSIDE, "10.0.0.255")),
                    rx("eth0", tcp(INSIDE, "10.0.0.255", 1000, 80))], local_stack="real")

    def check(self, k):
        self.assertEqual((3, 2), k[0].out[0].icmp)
        self.assertTrue(k[1].delivered and k[2].delivered)
        self.assertEqual([[], []], [k[1].out, k[2].out])


class B53TcpReset(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", tcp(INSIDE, SERVER, 1000, 1, "S", 500, tos=0x10)),
                    rx("eth0", tcp(INSIDE, SERVER, 1001, 1, "SF", 500, data=b"abc")),
                    rx("eth0", tcp(INSIDE, SERVER, 1002, 1, "A", 500, 900))],
                   rules(filter=["FORWARD ACCEPT"] + reject("FORWARD", "tcp-reset")))

    def check(self, k):
        for p in k:
            out = p.out[0]
            self.assertEqual((64, 0, True, 0), (out.ttl, out.tos, out.df, out.ident))
        self.assertEqual([("RA", 0, 501), ("RA", 0, 505), ("R", 900, 0)],
                         [(p.out[0].flags, p.out[0].seq, p.out[0].ack) for p in k])


class B53ClosesTheConnection(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["FORWARD ACCEPT", "-A FORWARD -i eth2 -p tcp -j REJECT --reject-with tcp-reset"])
        return box([rx("eth0", tcp(INSIDE, SERVER, 1000, 80, "S", 500)),
                    rx("eth2", tcp(SERVER, INSIDE, 80, 1000, "SA", 900, 501))], text)

    def check(self, k):
        self.assertEqual("RELATED,ORIGINAL", k[1].ct("OUTPUT", 1))
        self.assertEqual("CLOSE", k[1].entry["state"])


class B54NoAnswer(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["FORWARD ACCEPT", "INPUT ACCEPT", "-A FORWARD -p tcp -j REJECT --reject-with tcp-reset",
                             "-A FORWARD -j REJECT", "-A INPUT -j REJECT"])
        return box([rx("eth0", tcp(INSIDE, SERVER, 1000, 1, "R", 500)),
                    rx("eth0", udp(INSIDE, SERVER, 1000, 1, bad=True)),
                    rx("eth0", tcp(INSIDE, SERVER, 1000, 1, bad=True)),
                    rx("eth0", icmp_error(INSIDE, SERVER, 3, 1, udp(SERVER, INSIDE, 1, 1))),
                    rx("eth0", udp(INSIDE, "10.0.0.255", 1000, 1)),
                    rx("eth0", ping(INSIDE, SERVER, reply=True))], text)

    def check(self, k):
        for p in k[:5]:
            self.assertEqual("DROP", p.played["trace"][-1]["verdict"])
            self.assertEqual([], p.out)
        self.assertEqual(("INVALID", (3, 3)), (k[5].ct(), k[5].out[0].icmp))


class B55Fragments(Behaviour):
    TEXT = rules(filter=["FORWARD ACCEPT", "-A FORWARD -p udp --dport 53", "-A FORWARD -f"])

    @classmethod
    def scenario(cls):
        sizes = (800, 400)
        packets = []
        for ident, size in enumerate(sizes, 1):
            whole = udp(INSIDE, SERVER, 1000, 53, bytes(1000), ident=ident, df=True)
            packets += [rx("eth0", f) for f in reversed(fragments(whole, size))]
        return box(packets, cls.TEXT)

    def check(self, k):
        self.assertEqual([0, 2, 0, 0, 3], [len(p.out) for p in k])
        self.assertEqual([1028], [p.begin("FORWARD").size for p in (k[4],)])
        self.assertTrue(k[1].hit("filter", "FORWARD", 1))
        self.assertFalse(k[1].hit("filter", "FORWARD", 2))
        self.assertEqual([820, 228], [o.size for o in k[1].out])
        self.assertEqual([False] * 5, [o.df for p in k for o in p.out])


class B55FragmentsAlone(Behaviour):
    @classmethod
    def scenario(cls):
        return dict(B55Fragments.scenario(), conntrack="auto")

    def check(self, k):
        self.assertEqual([1] * 5, [len(p.out) for p in k])
        first = [not p.out[0].offset for p in k]
        self.assertEqual(first, [p.hit("filter", "FORWARD", 1) for p in k])
        self.assertEqual([not f for f in first], [p.hit("filter", "FORWARD", 2) for p in k])


class B55OwnFragments(Behaviour):
    @classmethod
    def scenario(cls):
        pieces = fragments(udp("10.0.0.1", INSIDE, 1000, 53, bytes(1000), ident=9), 800)
        return box([own(p) for p in pieces], rules(filter=["OUTPUT ACCEPT"]))

    def check(self, k):
        self.assertEqual([0, 2], [len(p.out) for p in k])
        self.assertIsNone(k[0].at("OUTPUT")["end"])
        self.assertEqual(1028, k[1].end("OUTPUT").size)


class B56ForwardedCount(Behaviour):
    """ns-3 counts nothing of the kind; what a user can count is the packets that get to FORWARD."""

    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, 1)), rx("eth0", udp(INSIDE, SERVER, 1000, 2)),
                    rx("eth0", udp(INSIDE, SERVER, 1000, 2, ttl=1))],
                   rules(filter=["FORWARD ACCEPT", "-A FORWARD -p udp --dport 1 -j DROP"]))

    def check(self, k):
        self.assertEqual("dropped filter FORWARD rule 1", k[0].journeys[0]["fate"])
        self.assertEqual([1, 1, 0], [p.forwarded for p in k])
        self.assertEqual([1, 1, 0], [p.hooks().count("FORWARD") for p in k])


class B57LogText(Behaviour):
    @classmethod
    def scenario(cls):
        log = ' -j LOG --log-prefix "seen "'
        text = rules(mangle=["PREROUTING ACCEPT", "-A PREROUTING -j MARK --set-mark 0x55"],
                     filter=["FORWARD ACCEPT", "OUTPUT ACCEPT", "-A FORWARD" + log, "-A OUTPUT" + log])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1, 2)), own(udp("10.0.0.1", INSIDE, 1, 2))],
                   text, kernel_log=True)

    def check(self, k):
        self.assertEqual(["seen IN=eth0 OUT=eth1 MAC= SRC=10.0.0.2 DST=198.51.100.1 LEN=33 TOS=0x00 "
                          "PREC=0x00 TTL=63 ID=1 PROTO=UDP SPT=1 DPT=2 LEN=13 MARK=0x55 "],
                         [li.rstrip() + " " for li in k[0].log])
        self.assertNotIn("MAC=", k[1].log[0])
        self.assertIn("IN= OUT=eth0 SRC=10.0.0.1", k[1].log[0])
