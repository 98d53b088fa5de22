# SPDX-License-Identifier: GPL-2.0-only
"""Behaviours 1 to 11: the order of hooks, what ends between them, and routing."""
from pkt import ping, tcp, udp

from .base import (Behaviour, ETH0, ETH1, ETH2, INSIDE, OUTSIDE, SERVER, box, own, rules, rx)

TABLES = dict(
    raw=["PREROUTING ACCEPT", "OUTPUT ACCEPT"],
    mangle=[h + " ACCEPT" for h in ("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING")],
    nat=[h + " ACCEPT" for h in ("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING")],
    filter=[h + " ACCEPT" for h in ("INPUT", "FORWARD", "OUTPUT")],
    security=[h + " ACCEPT" for h in ("INPUT", "FORWARD", "OUTPUT")])
ALL_TABLES = rules(**TABLES)
NAT_SEEN = rules(nat=["PREROUTING ACCEPT", "OUTPUT ACCEPT"])
MARK_TABLE = {"ip_rules": [{"fwmark": 1, "table": 100, "priority": 100}],
              "routes": [{"to": "0.0.0.0/0", "via": "192.0.2.254", "dev": "eth1"},
                         {"to": "0.0.0.0/0", "via": "172.16.0.254", "dev": "eth2", "table": 100}]}


class B01Order(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53)),
                    rx("eth0", udp(INSIDE, "10.0.0.1", 1000, 53)),
                    own(udp("192.0.2.1", OUTSIDE, 1000, 53))], ALL_TABLES)

    def check(self, k):
        forwarded, received, sent = k
        first = ["raw", "mangle", "nat"]
        self.assertEqual(first, forwarded.tables("PREROUTING"))
        self.assertEqual(["mangle", "filter", "security"], forwarded.tables("FORWARD"))
        self.assertEqual(["mangle", "nat"], forwarded.tables("POSTROUTING"))
        self.assertEqual(first, received.tables("PREROUTING"))
        self.assertEqual(["mangle", "filter", "security", "nat"], received.tables("INPUT"))
        self.assertEqual(first + ["filter", "security"], sent.tables("OUTPUT"))
        self.assertEqual(["mangle", "nat"], sent.tables("POSTROUTING"))
        self.assertEqual(3, len(sent.entries))


class B02BadHeader(Behaviour):
    @classmethod
    def scenario(cls):
        good = udp(INSIDE, OUTSIDE, 1000, 53)
        longer = good[:2] + (len(good) + 4).to_bytes(2, "big") + good[4:]
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53, bad_cksum=True)),
                    rx("eth0", b"\x44" + good[1:]),
                    rx("eth0", good[:16]),
                    rx("eth0", longer),
                    rx("eth0", good + b"trailing")], ALL_TABLES)

    def check(self, k):
        for i in range(4):
            self.assertEqual([], k[i].journeys)
        self.assertEqual(33, k[4].begin("PREROUTING").size)
        self.assertEqual(33, k[4].out[0].size)


class B03TtlRunsOut(Behaviour):
    @classmethod
    def scenario(cls):
        dnat = rules(nat=["PREROUTING ACCEPT", "-A PREROUTING -p udp -j DNAT --to-destination "
                          + SERVER], filter=["FORWARD ACCEPT"])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53, ttl=1)),
                    rx("eth0", ping(INSIDE, "10.0.0.1", ttl=1)),
                    rx("eth0", ping(INSIDE, "10.0.0.1", 8, ttl=0))], dnat)

    def check(self, k):
        self.assertEqual(["PREROUTING"], k[0].hooks())
        self.assertTrue(k[0].hit("nat", "PREROUTING", 1))
        self.assertEqual((11, 0), k[0].out[0].icmp)
        self.assertTrue(k[1].delivered and k[2].delivered)


class B04SkipsForward(Behaviour):
    @classmethod
    def scenario(cls):
        kinds = [{"to": "203.0.113.%d/32" % i, "type": t} for i, t in
                 enumerate(("unreachable", "prohibit", "blackhole"), 1)]
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, 53)),
                    rx("eth0", udp(INSIDE, SERVER, 1000, 53, bytes(800), df=True)),
                    rx("eth0", udp(INSIDE, "198.18.0.1", 1000, 53)),
                    rx("eth0", udp(INSIDE, "203.0.113.1", 1000, 53)),
                    rx("eth0", udp(INSIDE, "203.0.113.2", 1000, 53)),
                    rx("eth0", udp(INSIDE, "203.0.113.3", 1000, 53))],
                   rules(filter=["FORWARD ACCEPT"]),
                   interfaces=[ETH0, ETH1, dict(ETH2, mtu=600)], routes=kinds)

    def check(self, k):
        self.assertEqual(63, k[0].begin("FORWARD").ttl)
        for i, code in enumerate((4, 0, 1, 13), 1):
            self.assertEqual(["PREROUTING"], k[i].hooks())
            self.assertEqual((3, code), k[i].out[0].icmp)
        self.assertEqual((["PREROUTING"], []), (k[5].hooks(), k[5].out))


class B04ForwardingOff(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(INSIDE, SERVER, 1000, 53))],
                   rules(filter=["FORWARD ACCEPT"]), forwarding=False)

    def check(self, k):
        self.assertEqual((["PREROUTING"], []), (k[0].hooks(), k[0].out))


class B05Martians(Behaviour):
    SOURCES = ("10.0.0.1", "127.0.0.5", "224.0.0.1", "255.255.255.255", "0.0.0.0")
    DESTINATIONS = ("127.0.0.1", "0.0.0.0")
    NO_MARTIANS = ("240.0.0.1", "0.1.2.3")

    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(s, SERVER, 1000, 53)) for s in cls.SOURCES]
                   + [rx("eth0", udp(INSIDE, d, 1000, 53)) for d in cls.DESTINATIONS]
                   + [rx("eth0", udp(INSIDE, d, 1000, 53)) for d in cls.NO_MARTIANS]
                   + [rx("eth0", udp("0.1.2.3", OUTSIDE, 1000, 53))], NAT_SEEN)

    def check(self, k):
        for p in k[:-3]:
            self.assertEqual((["PREROUTING"], []), (p.hooks(), p.out))
            self.assertEqual(["nat"], p.tables("PREROUTING"))
        self.assertEqual(["sent"] * 3, [p.journeys[0]["fate"] for p in k[-3:]])


class B05RpFilter(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth1", udp(INSIDE, SERVER, 1000, 53)), rx("eth0", udp(INSIDE, SERVER, 1, 53))],
                   NAT_SEEN, sysctls={"net.ipv4.conf.all.rp_filter": 1})

    def check(self, k):
        self.assertEqual((["PREROUTING"], []), (k[0].hooks(), k[0].out))
        self.assertEqual(["nat"], k[0].tables("PREROUTING"))
        self.assertEqual("sent", k[1].journeys[0]["fate"])


class B06MartianAfterDnat(Behaviour):
    RULES = rules(nat=["PREROUTING ACCEPT",
                       "-A PREROUTING -p udp --dport 53 -j DNAT --to-destination 127.0.0.1",
                       "-A PREROUTING -d 127.0.0.1 -j DNAT --to-destination " + SERVER])

    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(INSIDE, "10.0.0.1", 1000, 53)),
                    rx("eth0", udp(INSIDE, "127.0.0.1", 1000, 54))], cls.RULES)

    def check(self, k):
        self.assertEqual("127.0.0.1", k[0].end("PREROUTING").dst)
        self.assertEqual((["PREROUTING"], []), (k[0].hooks(), k[0].out))
        self.assertEqual(SERVER, k[1].out[0].dst)


class B06RouteLocalnet(Behaviour):
    @classmethod
    def scenario(cls):
        return dict(B06MartianAfterDnat.scenario(),
                    sysctls={"net.ipv4.conf.all.route_localnet": 1})

    def check(self, k):
        self.assertEqual("127.0.0.1", k[0].begin("INPUT").dst)
        self.assertTrue(k[0].delivered)


class B07OldDeviceInOutput(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(mangle=["OUTPUT ACCEPT", "-A OUTPUT -p udp --dport 53 -j MARK --set-mark 1"],
                     nat=["OUTPUT ACCEPT", "-A OUTPUT -p tcp -j DNAT --to-destination " + SERVER],
                     filter=["OUTPUT ACCEPT", "-A OUTPUT -o eth1", "-A OUTPUT -o eth2"])
        return box([own(udp("192.0.2.1", OUTSIDE, 1000, 53)),
                    own(tcp("192.0.2.1", OUTSIDE, 1000, 53))], text, **MARK_TABLE)

    def check(self, k):
        for p in k:
            self.assertTrue(p.hit("filter", "OUTPUT", 1))
            self.assertFalse(p.hit("filter", "OUTPUT", 2))
            self.assertEqual("eth2", p.at("POSTROUTING")["out"])
            self.assertEqual("192.0.2.1", p.out[0].src)


class B08WhereMarksRoute(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(mangle=["PREROUTING ACCEPT", "FORWARD ACCEPT",
                             "-A PREROUTING -p udp --dport 1 -j MARK --set-mark 1",
                             "-A FORWARD -p udp --dport 2 -j MARK --set-mark 1"],
                     filter=["OUTPUT ACCEPT", "-A OUTPUT -p udp --dport 3 -j MARK --set-mark 1"])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 1)), rx("eth0", udp(INSIDE, OUTSIDE, 1000, 2)),
                    own(udp("192.0.2.1", OUTSIDE, 1000, 3)),
                    own(udp("192.0.2.1", OUTSIDE, 1000, 4), mark=1)], text, **MARK_TABLE)

    def check(self, k):
        self.assertEqual(["eth2", "eth1", "eth1", "eth2"], [p.devices[0] for p in k])
        self.assertEqual([1, 1, 1, 1], [p.at("POSTROUTING")["mark_end"] for p in k])
        self.assertEqual("eth2", k[3].at("OUTPUT")["out"])


class B09WeakHost(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(INSIDE, "192.0.2.1", 1000, 53))])

    def check(self, k):
        self.assertEqual(["PREROUTING", "INPUT"], k[0].hooks())
        self.assertTrue(k[0].delivered)


class B10SendErrors(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(filter=["OUTPUT ACCEPT", "-A OUTPUT -p udp --dport 53 -j DROP"])
        return box([own(udp("10.0.0.1", INSIDE, 1000, 53)),
                    own(udp("10.0.0.1", "198.18.0.1", 1000, 54)),
                    own(udp("10.0.0.1", "203.0.113.1", 1000, 54)),
                    own(udp("10.0.0.1", INSIDE, 1000, 54, bytes(1600)))],
                   text, routes=[{"to": "203.0.113.1/32", "type": "unreachable"}])

    def check(self, k):
        self.assertEqual(["EPERM", "ENETUNREACH", "EHOSTUNREACH", "EMSGSIZE"], [p.error for p in k])


class B11OwnBroadcast(Behaviour):
    @classmethod
    def scenario(cls):
        return box([own(udp("10.0.0.1", "10.0.0.255", 1000, 53)),
                    own(udp("10.0.0.1", "224.0.0.9", 1000, 53))], ALL_TABLES)

    def check(self, k):
        hooks = [h["hook"] for j in k[0].journeys for h in j["hooks"]]
        self.assertEqual(2, hooks.count("POSTROUTING"))
        again = next(i for i, j in enumerate(k[0].journeys) if j["origin"] == "rx:eth0")
        self.assertEqual(["PREROUTING", "INPUT"], k[0].hooks(again))
        self.assertEqual(1, len(k[0].out))
        self.assertEqual(["OUTPUT", "POSTROUTING"],
                         [h["hook"] for j in k[1].journeys for h in j["hooks"]])
