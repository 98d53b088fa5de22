# SPDX-License-Identifier: GPL-2.0-only
"""Behaviours 12 to 18: chains, matches, and targets that change a packet."""
from pkt import ip, ping, udp

from .base import Behaviour, INSIDE, OUTSIDE, SERVER, box, rules, rx


class B12Chains(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=[
            "FORWARD DROP", "callee -", "gone -", "jumped -", "went -",
            "-A FORWARD -p udp --dport 1 -j RETURN",
            "-A FORWARD -p udp --dport 2 -g gone",
            "-A FORWARD -p udp --dport 3 -j jumped",
            "-A FORWARD -p udp --dport 3",
            "-A FORWARD -p udp --dport 3 -j ACCEPT",
            "-A FORWARD -j ACCEPT",
            "-A jumped -g went",
            "-A jumped -j DROP",
            "-A went -p tcp -j DROP"])
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, port)) for port in (1, 2, 3)], text)

    def check(self, k):
        self.assertEqual([("FORWARD", 1), ("FORWARD", None)], k[0].steps("filter"))
        self.assertEqual([("FORWARD", 2), ("gone", None), ("FORWARD", None)], k[1].steps("filter"))
        self.assertEqual([[], []], [p.out for p in k[:2]])
        self.assertEqual([("FORWARD", 3), ("jumped", 1), ("went", None), ("FORWARD", 4),
                          ("FORWARD", 5)], k[2].steps("filter"))


class B13Hotdrop(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["FORWARD ACCEPT"] + ["-A FORWARD -p " + m for m in (
            "udp --dport 53", "tcp --dport 53", "icmp --icmp-type 8")])
        return box([rx("eth0", ip(INSIDE, SERVER, 17, b"\0\1\0\2")),
                    rx("eth0", ip(INSIDE, SERVER, 6, bytes(12))),
                    rx("eth0", ip(INSIDE, SERVER, 1, b""))], text)

    def check(self, k):
        for p in k:
            self.assertEqual("FORWARD", p.hooks()[-1])
            self.assertEqual(([], []), (p.steps("filter"), p.out))


class B14NoConnection(Behaviour):
    @classmethod
    def scenario(cls):
        criteria = ["-m conntrack --ctstate INVALID --ctproto 17", "-m conntrack --ctproto 1",
                    "-m conntrack ! --ctproto 6", "-m connmark --mark 0", "-m connmark ! --mark 1"]
        text = rules(filter=["FORWARD ACCEPT"] + ["-A FORWARD " + c for c in criteria])
        return box([rx("eth0", ping(INSIDE, SERVER, reply=True)), rx("eth0", ping(INSIDE, SERVER))],
                   text)

    def check(self, k):
        self.assertEqual("INVALID", k[0].ct())
        self.assertEqual([("FORWARD", 1), ("FORWARD", None)], k[0].steps("filter"))
        self.assertEqual([("FORWARD", i) for i in (2, 3, 4, 5, None)], k[1].steps("filter"))


class B15OutNameInInput(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["INPUT ACCEPT", "user -", "-A INPUT -j user", "-A user -o eth+",
                             "-A user ! -o eth1", "-A user -o +"])
        return box([rx("eth0", udp(INSIDE, "10.0.0.1", 1000, 53))], text)

    def check(self, k):
        self.assertEqual([("INPUT", 1), ("user", 2), ("user", 3), ("user", None), ("INPUT", None)],
                         k[0].steps("filter"))


class B16WhenStatesShow(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(mangle=["PREROUTING ACCEPT", "POSTROUTING ACCEPT",
                             "-A PREROUTING -m conntrack --ctstate DNAT",
                             "-A POSTROUTING -m conntrack --ctstate SNAT"],
                     nat=["PREROUTING ACCEPT", "POSTROUTING ACCEPT",
                          "-A PREROUTING -j DNAT --to-destination " + SERVER,
                          "-A POSTROUTING -j SNAT --to-source 172.16.0.50"],
                     filter=["FORWARD ACCEPT", "-A FORWARD -m conntrack --ctstate DNAT"])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53))] * 2, text)

    def check(self, k):
        for chain in ("PREROUTING", "POSTROUTING"):
            self.assertEqual([False, True], [p.hit("mangle", chain, 1) for p in k])
        self.assertEqual([True, True], [p.hit("filter", "FORWARD", 1) for p in k])


class B18ChangedBits(Behaviour):
    @classmethod
    def scenario(cls):
        kinds = ["TOS --set-tos 0x01/0x0f", "DSCP --set-dscp 10", "TTL --ttl-inc 250",
                 "TTL --ttl-dec 200", "TTL --ttl-set 0"]
        text = rules(mangle=["FORWARD ACCEPT"] + [
            "-A FORWARD -p udp --dport %d -j %s" % (i, k) for i, k in enumerate(kinds)])
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, i, tos=0xb7)) for i in range(5)], text)

    def check(self, k):
        self.assertEqual([0xb1, 10 << 2 | 3, 0xb7, 0xb7, 0xb7], [p.out[0].tos for p in k])
        self.assertEqual([63, 63, 255, 0, 0], [p.out[0].ttl for p in k])
