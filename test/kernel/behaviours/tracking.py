# SPDX-License-Identifier: GPL-2.0-only
"""Behaviours 32 to 38: connection tracking, except for TCP's states."""
from pkt import fragments, icmp, icmp_error, ip, ping, tcp, udp

from .base import (Behaviour, INSIDE, OTHER_INSIDE, OUTSIDE, SERVER, answer, box, error, own, rules,
                   rx)

ROUTER = "172.16.0.99"      # on the way, and no end of any connection


def labels(k):
    return [p.ct() for p in k]


class B32ConntrackOff(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["FORWARD ACCEPT", "-A FORWARD -p udp --dport 53 -j ACCEPT"])
        pieces = fragments(udp(INSIDE, SERVER, 1000, 53, bytes(1200)), 800)
        return box([rx("eth0", f) for f in pieces] + [rx("eth0", udp(INSIDE, SERVER, 1000, 53, bad=True))],
                   text, conntrack="auto")

    def check(self, k):
        self.assertEqual([True, True, False], [bool(p.out[0].mf or p.out[0].offset) for p in k])
        self.assertEqual([[], [], []], [p.entries for p in k])


class B32ConntrackOn(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["FORWARD ACCEPT", "-A FORWARD -m conntrack --ctstate INVALID -j DROP"])
        return dict(B32ConntrackOff.scenario(), rules=text)

    def check(self, k):
        self.assertEqual([0, 2, 0], [len(p.out) for p in k])
        self.assertTrue(k[2].hit("filter", "FORWARD", 1))
        self.assertEqual(1, len(k[2].entries))


class B33WhenConfirmed(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["FORWARD ACCEPT", "-A FORWARD -p udp --dport 1 -j DROP",
                             "-A FORWARD -i eth2 -j DROP"])
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, 1)), rx("eth0", udp(INSIDE, SERVER, 1000, 2)),
                    answer(1),
                    rx("eth0", tcp(INSIDE, SERVER, 1000, 2)), answer(3, flags="SA", ack=1)], text)

    def check(self, k):
        self.assertEqual([], k[0].entries)
        self.assertNotIn("SEEN_REPLY", k[1].entry["status"])
        self.assertEqual([], k[2].out)
        self.assertIn("SEEN_REPLY", k[2].entry["status"])
        self.assertEqual([], k[4].out)
        self.assertEqual("SYN_RECV", k[4].entries[1]["state"])


class B34Invalid(Behaviour):
    @classmethod
    def scenario(cls):
        wrong_length = udp(INSIDE, SERVER, 1000, 53, nosum=True)
        wrong_length = wrong_length[:24] + b"\x00\x40" + wrong_length[26:]
        return box([rx("eth0", p) for p in (
            udp(INSIDE, SERVER, 1000, 53, bad=True), tcp(INSIDE, SERVER, 1000, 53, bad=True),
            ping(INSIDE, SERVER, bad=True), wrong_length, tcp(INSIDE, SERVER, 1000, 53, "SF"),
            ping(INSIDE, SERVER, reply=True), icmp(INSIDE, SERVER, 42),
            udp(INSIDE, SERVER, 1000, 53, nosum=True), udp(INSIDE, SERVER, 0, 0))]
            + [own(udp("10.0.0.1", INSIDE, 1000, 53, bad=True))])

    def check(self, k):
        self.assertEqual(["INVALID"] * 7 + ["NEW,ORIGINAL"] * 2, labels(k[:9]))
        self.assertEqual("NEW,ORIGINAL", k[9].ct("OUTPUT"))


class B35IcmpTypes(Behaviour):
    @classmethod
    def scenario(cls):
        query = b"\0\1\0\1"
        inner = udp(INSIDE, SERVER, 1000, 53)
        packets = [rx("eth0", icmp(INSIDE, SERVER, t, rest=query, data=bytes(12))) for t in (8, 13, 15, 17)]
        packets += [rx("eth0", inner)]
        packets += [rx("eth2", icmp_error(SERVER, INSIDE, t, 1, inner)) for t in (3, 4, 5, 11, 12)]
        packets += [rx("eth2", icmp_error(SERVER, INSIDE, 3, 1, udp(INSIDE, SERVER, 9, 9))),
                    rx("eth2", icmp_error(SERVER, OTHER_INSIDE, 3, 1, inner))]
        return box(packets)

    def check(self, k):
        self.assertEqual(["NEW,ORIGINAL"] * 5 + ["RELATED,REPLY"] * 5 + ["INVALID"] * 2, labels(k))


class B36UnusableErrors(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(raw=["PREROUTING ACCEPT", "-A PREROUTING -p udp --dport 1 -j CT --notrack"],
                     nat=["POSTROUTING ACCEPT", "-A POSTROUTING -o eth1 -j MASQUERADE"])
        masqueraded = udp("192.0.2.1", OUTSIDE, 1000, 2)
        cut_short = icmp_error(OUTSIDE, "192.0.2.1", 3, 1, masqueraded[:24])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 1)),
                    rx("eth1", icmp_error(OUTSIDE, INSIDE, 3, 1, udp(INSIDE, OUTSIDE, 1000, 1))),
                    rx("eth0", udp(INSIDE, OUTSIDE, 1000, 2)),
                    rx("eth1", icmp_error(OUTSIDE, "192.0.2.1", 5, 1, masqueraded)),
                    rx("eth1", cut_short),
                    rx("eth1", icmp_error(OUTSIDE, "192.0.2.1", 3, 1, masqueraded))], text)

    def check(self, k):
        self.assertEqual("INVALID", k[1].ct())
        self.assertEqual("RELATED,REPLY", k[3].ct())
        for p in k[3:5]:
            self.assertIsNone(p.at("PREROUTING")["end"])
        self.assertEqual(INSIDE, k[5].out[0].dst)


class B37ErrorOfARouter(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=["PREROUTING ACCEPT", "POSTROUTING ACCEPT",
                          "-A PREROUTING -i eth1 -j DNAT --to-destination " + SERVER,
                          "-A POSTROUTING -s 10.0.0.0/24 -o eth1 -j MASQUERADE"])
        router = "203.0.113.9"
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53)), dict(error(0, 11, 0), **{"from": router}),
                    rx("eth1", udp(OUTSIDE, "192.0.2.1", 1000, 54)),
                    dict(error(2, 11, 0), **{"from": ROUTER})], text)

    def check(self, k):
        self.assertEqual(("203.0.113.9", INSIDE), (k[1].out[0].src, k[1].out[0].dst))
        self.assertEqual(INSIDE, k[1].out[0].inner.src)
        self.assertEqual(ROUTER, k[3].begin("PREROUTING").src)
        self.assertEqual(("192.0.2.1", OUTSIDE), (k[3].out[0].src, k[3].out[0].dst))
        self.assertEqual("192.0.2.1", k[3].out[0].inner.dst)


class B38Timeouts(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, 53)), answer(0),
                    rx("eth0", udp(INSIDE, SERVER, 1000, 53), at=1.2),
                    rx("eth0", udp(INSIDE, SERVER, 1000, 53), at=2.6), answer(0),
                    rx("eth0", ip(INSIDE, SERVER, 253, b"payload!")), rx("eth0", ping(INSIDE, SERVER)),
                    rx("eth0", udp(INSIDE, SERVER, 1001, 53)),
                    rx("eth0", udp(INSIDE, SERVER, 1001, 53), at=5.2)])

    def check(self, k):
        near = lambda entry, seconds: self.assertAlmostEqual(seconds, entry["timeout"], delta=2)
        for i in (0, 1, 2):
            near(k[i].entry, 30)
            self.assertNotIn("ASSURED", k[i].entry["status"])
        near(k[4].entry, 120)
        self.assertIn("ASSURED", k[4].entry["status"])
        near(k[5].entries[1], 600)
        near(k[6].entries[2], 30)
        near(k[8].entries[3], 30)
        self.assertNotIn("ASSURED", k[8].entries[3]["status"])
