# SPDX-License-Identifier: GPL-2.0-only
"""Behaviours 19 to 31: network address translation."""
from pkt import ping, tcp, udp

from .base import (Behaviour, ETH0, ETH1, INSIDE, OTHER_INSIDE, OUTSIDE, SERVER,
                   answer, box, error, own, rules, rx)

MASQUERADE = ["POSTROUTING ACCEPT", "-A POSTROUTING -o eth1 -j MASQUERADE"]


def snat(to):
    return ["POSTROUTING ACCEPT", "-A POSTROUTING -s 10.0.0.0/24 -o eth1 -p udp -j SNAT --to-source " + to]


class B19NatOnce(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=MASQUERADE, filter=["FORWARD ACCEPT", "-A FORWARD -p udp --dport 54 -m statistic "
                                             "--mode nth --every 2 --packet 0 -j DROP"])
        first = udp(INSIDE, OUTSIDE, 1000, 53)
        return box([rx("eth0", first), rx("eth0", first), answer(0), error(0, 3, 1)]
                   + [rx("eth0", udp(INSIDE, OUTSIDE, 1000, 54))] * 2, text)

    def check(self, k):
        self.assertTrue(k[0].hit("nat", "POSTROUTING", 1))
        self.assertEqual(["NEW,ORIGINAL", "ESTABLISHED,REPLY", "RELATED,REPLY"],
                         [p.ct() for p in k[1:4]])
        for p in k[1:4]:
            self.assertEqual([], p.steps("nat"))
        self.assertEqual("dropped filter FORWARD rule 1", k[4].journeys[0]["fate"])
        self.assertTrue(k[4].steps("nat") and k[5].hit("nat", "POSTROUTING", 1))


class B20FirstNatWins(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=["PREROUTING ACCEPT", "-A PREROUTING -p udp --dport 1 -j ACCEPT",
                          "-A PREROUTING -j DNAT --to-destination " + SERVER,
                          "-A PREROUTING -j DNAT --to-destination 172.16.0.11"])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, port)) for port in (1, 2)], text)

    def check(self, k):
        self.assertEqual([[("PREROUTING", 1)], [("PREROUTING", 2)]],
                         [[s for s in p.steps("nat") if s[1]] for p in k])
        self.assertEqual((OUTSIDE, SERVER), (k[0].out[0].dst, k[1].out[0].dst))
        self.assertIn("DST_NAT_DONE", k[0].entry["status"])
        self.assertNotIn("DST_NAT", k[0].entry["status"])


class B21NeverNated(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=MASQUERADE,
                     raw=["PREROUTING ACCEPT", "-A PREROUTING -p udp --dport 53 -j CT --notrack"])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53)),
                    rx("eth0", ping(INSIDE, OUTSIDE, reply=True)),
                    rx("eth0", udp(INSIDE, OUTSIDE, 1000, 54))], text)

    def check(self, k):
        self.assertEqual(["UNTRACKED", "INVALID", "NEW,ORIGINAL"], [p.ct() for p in k])
        self.assertEqual([INSIDE, INSIDE, "192.0.2.1"], [p.out[0].src for p in k])


class B22NullBindingRemaps(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53)),
                    rx("eth2", udp("192.0.2.50", OUTSIDE, 1000, 53))], rules(nat=snat("192.0.2.50")))

    def check(self, k):
        self.assertEqual(("192.0.2.50", 1000), (k[0].out[0].src, k[0].out[0].sport))
        self.assertFalse(k[1].hit("nat", "POSTROUTING", 1))
        self.assertEqual("192.0.2.50", k[1].out[0].src)
        self.assertNotEqual(1000, k[1].out[0].sport)


class B23PortOnCollision(Behaviour):
    PORTS = (300, 550, 900, 2000)

    @classmethod
    def scenario(cls):
        packets = [rx("eth0", udp(host, OUTSIDE, port, 53)) for port in cls.PORTS
                   for host in (INSIDE, OTHER_INSIDE)]
        packets += [rx("eth0", ping(host, OUTSIDE, 7)) for host in (INSIDE, OTHER_INSIDE)]
        packets += [rx("eth0", tcp(INSIDE, OUTSIDE, 3000, 80))]
        return box(packets, rules(nat=[
            "POSTROUTING ACCEPT", "-A POSTROUTING -p tcp -j MASQUERADE --to-ports 5000-5003",
            "-A POSTROUTING -o eth1 -j MASQUERADE"]))

    def check(self, k):
        ranges = ((1, 511), (600, 1023), (600, 1023), (1024, 65535))
        for i, (port, (low, high)) in enumerate(zip(self.PORTS, ranges)):
            kept, drawn = k[2 * i].out[0].sport, k[2 * i + 1].out[0].sport
            self.assertEqual(port, kept)
            self.assertNotEqual(port, drawn)
            self.assertTrue(low <= drawn <= high, (port, drawn))
        self.assertEqual(7, k[8].out[0].id)
        self.assertNotEqual(7, k[9].out[0].id)
        self.assertIn(k[10].out[0].sport, range(5000, 5004))


class B24MappingIsReused(Behaviour):
    @classmethod
    def scenario(cls):
        other = "198.51.100.2"
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53)),
                    rx("eth0", udp(OTHER_INSIDE, OUTSIDE, 1000, 53)),
                    rx("eth0", udp(OTHER_INSIDE, other, 1000, 53)),
                    rx("eth0", udp("10.0.0.4", other, 1000, 53))], rules(nat=MASQUERADE))

    def check(self, k):
        self.assertNotEqual(1000, k[1].out[0].sport)
        self.assertEqual(k[1].out[0].sport, k[2].out[0].sport)
        self.assertEqual(1000, k[3].out[0].sport)


class B25NoFreePort(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(host, OUTSIDE, 1000, 53)) for host in (INSIDE, OTHER_INSIDE)],
                   rules(nat=snat("192.0.2.50:5000")))

    def check(self, k):
        self.assertEqual(5000, k[0].out[0].sport)
        self.assertTrue(k[1].hit("nat", "POSTROUTING", 1))
        self.assertEqual([], k[1].out)
        self.assertIn(k[1].journeys[0]["fate"],
                      ("vanished inside POSTROUTING", "dropped nat POSTROUTING rule 1"))
        self.assertEqual("NEW,ORIGINAL", k[1].ct("POSTROUTING"))
        self.assertEqual(1, len(k[1].entries))


class B26DestinationPorts(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=["PREROUTING ACCEPT",
                          "-A PREROUTING -p udp -j DNAT --to-destination 172.16.0.10:8000-8010",
                          "-A PREROUTING -p tcp -j DNAT --to-destination 172.16.0.10:8000-8010/80"])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 83)), rx("eth0", udp(INSIDE, OUTSIDE, 1000, 84)),
                    rx("eth0", tcp(INSIDE, OUTSIDE, 1000, 83))], text)

    def check(self, k):
        self.assertEqual([8000, 8003], [k[i].out[0].dport for i in (0, 2)])
        self.assertIn(k[1].out[0].dport, range(8001, 8011))


class B27AddressByHash(Behaviour):
    @classmethod
    def scenario(cls):
        hosts = ["10.0.0.%d" % i for i in range(2, 8)]
        return box([rx("eth0", udp(h, OUTSIDE, 1000, 53)) for h in hosts]
                   + [rx("eth0", udp(h, OUTSIDE, 1001, 54)) for h in hosts],
                   rules(nat=snat("192.0.2.10-192.0.2.20")))

    def check(self, k):
        first, second = ([p.out[0].src for p in half] for half in (k[:6], k[6:]))
        self.assertEqual(first, second)
        self.assertGreater(len(set(first)), 3)
        self.assertEqual("192.0.2.14", first[0])      # jhash2 of 10.0.0.2 and 198.51.100.1


class B28MasqueradeAddress(Behaviour):
    @classmethod
    def scenario(cls):
        return box([rx("eth0", udp(INSIDE, d, 1000, 53)) for d in
                    ("198.51.100.1", "192.0.2.9", "198.18.0.1", "198.19.0.1")],
                   rules(nat=["POSTROUTING ACCEPT", "-A POSTROUTING -j MASQUERADE"]),
                   interfaces=[ETH0, {"name": "eth1", "addresses": ["192.0.2.1/24", "203.0.113.1/24"]},
                               {"name": "eth2"}],
                   routes=[{"to": "198.51.100.0/24", "via": "203.0.113.254", "dev": "eth1"},
                           {"to": "198.18.0.0/16", "dev": "eth2"},
                           {"to": "198.19.0.0/16", "via": "192.0.2.254", "dev": "eth1",
                            "src": "203.0.113.1"}])

    def check(self, k):
        sources = [p.out[0].src for p in k]
        self.assertEqual(["203.0.113.1", "192.0.2.1", "192.0.2.1"], [sources[i] for i in (0, 1, 3)])
        self.assertEqual("eth2", k[2].devices[0])
        self.assertIn(sources[2], ("10.0.0.1", "192.0.2.1"))


class B29RedirectAddress(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=["PREROUTING ACCEPT", "OUTPUT ACCEPT", "-A PREROUTING -p udp -j REDIRECT --to-ports 99",
                          "-A OUTPUT -p udp -j REDIRECT --to-ports 99"])
        return box([rx("eth0", udp(INSIDE, OUTSIDE, 1000, 53)), rx("eth2", udp(SERVER, OUTSIDE, 1000, 53)),
                    own(udp("10.0.0.1", OUTSIDE, 1000, 53))], text,
                   interfaces=[{"name": "eth0", "addresses": ["10.0.0.1/24", "10.0.9.1/24"]}, ETH1,
                               {"name": "eth2"}])

    def check(self, k):
        self.assertEqual(("10.0.0.1", 99), (k[0].end("INPUT").dst, k[0].end("INPUT").dport))
        self.assertTrue(k[1].hit("nat", "PREROUTING", 1))
        self.assertIsNone(k[1].at("PREROUTING")["end"])
        self.assertEqual("127.0.0.1", k[2].end("OUTPUT").dst)


class B30NatToTheSameAddress(Behaviour):
    @classmethod
    def scenario(cls):
        return box([own(udp("192.0.2.1", OUTSIDE, 1000, 53))], rules(nat=MASQUERADE))

    def check(self, k):
        self.assertTrue(k[0].hit("nat", "POSTROUTING", 1))
        self.assertNotIn("SRC_NAT", k[0].entry["status"])
        self.assertIn("SRC_NAT_DONE", k[0].entry["status"])


class B30InputSnat(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=["INPUT ACCEPT", "-A INPUT -p icmp -j SNAT --to-source 192.0.2.77"],
                     filter=["INPUT ACCEPT"])
        return box([rx("eth0", ping(INSIDE, "10.0.0.1"))], text, local_stack="real")

    def check(self, k):
        self.assertEqual("192.0.2.77", k[0].end("INPUT").src)
        self.assertEqual(("192.0.2.77", "eth1"),
                         (k[0].begin("OUTPUT", 1).dst, k[0].at("OUTPUT", 1)["out"]))
        self.assertEqual((INSIDE, "eth0"), (k[0].out[0].dst, k[0].devices[0]))


class B31WhereRepliesTurn(Behaviour):
    @classmethod
    def scenario(cls):
        text = rules(nat=MASQUERADE + ["PREROUTING ACCEPT", "-A PREROUTING -p udp -j DNAT "
                                       "--to-destination " + SERVER], filter=["FORWARD ACCEPT"])
        return box([rx("eth0", tcp(INSIDE, OUTSIDE, 1000, 80)), answer(0, flags="SA", ack=1),
                    rx("eth1", udp(OUTSIDE, "192.0.2.1", 1000, 53)), answer(2)], text)

    def check(self, k):
        masqueraded, published = k[1], k[3]
        self.assertEqual("192.0.2.1", masqueraded.begin("PREROUTING").dst)
        self.assertEqual(INSIDE, masqueraded.begin("FORWARD").dst)
        self.assertEqual(SERVER, k[2].begin("FORWARD").dst)
        self.assertEqual(SERVER, published.end("FORWARD").src)
        self.assertEqual("192.0.2.1", published.end("POSTROUTING").src)
