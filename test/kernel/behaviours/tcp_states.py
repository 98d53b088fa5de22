# SPDX-License-Identifier: GPL-2.0-only
"""Behaviours 39 to 47: connection tracking of TCP."""
from pkt import tcp

from .base import Behaviour, INSIDE, SERVER, box, rx

C, S = 1000, 5000           # where the sequence numbers of client and server begin


def client(flags, seq=0, ack=None, data=b"", port=1000, **more):
    """A segment of the client. seq and ack count from its C and the server's S."""
    return rx("eth0", tcp(INSIDE, SERVER, port, 80, flags, C + seq, 0 if ack is None else S + ack,
                          data=data), **more)


def server(flags, seq=0, ack=None, data=b"", port=1000, **more):
    return rx("eth2", tcp(SERVER, INSIDE, 80, port, flags, S + seq, 0 if ack is None else C + ack,
                          data=data), **more)


HANDSHAKE = [client("S"), server("SA", 0, 1), client("A", 1, 1)]
CLOSING = HANDSHAKE + [client("FA", 1, 1), server("FA", 1, 2), client("A", 2, 2)]


def states(k):
    return [(p.entries[0]["state"] if p.entries else None) for p in k]


class B39Flags(Behaviour):
    BAD = ("SF", "SR", "", "F", "FPU", "R", "SA", "FA")

    @classmethod
    def scenario(cls):
        return box([client(f, ack=1, port=1000 + i) for i, f in enumerate(cls.BAD + ("SPU", "SEC"))])

    def check(self, k):
        self.assertEqual(["INVALID"] * len(self.BAD) + ["NEW,ORIGINAL"] * 2, [p.ct() for p in k])


class B40LoneAck(Behaviour):
    @classmethod
    def scenario(cls):
        return box([client("A", 1, 1)])

    def check(self, k):
        self.assertEqual("NEW,ORIGINAL", k[0].ct())
        self.assertEqual("ESTABLISHED", k[0].entry["state"])
        self.assertNotIn("ASSURED", k[0].entry["status"])
        self.assertAlmostEqual(300, k[0].entry["timeout"], delta=2)


class B40NotLoose(Behaviour):
    @classmethod
    def scenario(cls):
        return box([client("A", 1, 1)], sysctls={"net.netfilter.nf_conntrack_tcp_loose": 0})

    def check(self, k):
        self.assertEqual(("INVALID", []), (k[0].ct(), k[0].entries))


class B41Assured(Behaviour):
    @classmethod
    def scenario(cls):
        return box(HANDSHAKE + [client("PA", 1, 1, b"data"), server("A", 1, 5)])

    def check(self, k):
        self.assertEqual([False, False, True, True, True],
                         ["ASSURED" in p.entry["status"] for p in k])
        for i, seconds in ((2, 432000), (3, 300), (4, 432000)):
            self.assertAlmostEqual(seconds, k[i].entry["timeout"], delta=2)


class B42RepeatedSyn(Behaviour):
    @classmethod
    def scenario(cls):
        return box([client("S"), client("S", at=5.2)])

    def check(self, k):
        self.assertEqual(1, k[1].entry["orig_packets"])
        self.assertLess(k[1].entry["timeout"], k[0].entry["timeout"] - 4)


class B43ResetAsAnswer(Behaviour):
    @classmethod
    def scenario(cls):
        return box([client("S"), server("RA", 0, 1)]
                   + HANDSHAKE + [client("R", 1)])

    def check(self, k):
        self.assertEqual(("ESTABLISHED,REPLY", []), (k[1].ct(), k[1].entries))
        self.assertEqual("CLOSE", k[5].entry["state"])
        self.assertAlmostEqual(10, k[5].entry["timeout"], delta=2)


class B44InexactReset(Behaviour):
    @classmethod
    def scenario(cls):
        return box(HANDSHAKE + [server("A", 1, 1), client("R", 100), client("R", 900000)])

    def check(self, k):
        self.assertEqual("ESTABLISHED", k[4].entry["state"])
        self.assertAlmostEqual(10, k[4].entry["timeout"], delta=2)
        self.assertEqual("INVALID", k[5].ct())


class B45Window(Behaviour):

    @classmethod
    def scenario(cls):
        return box(HANDSHAKE + [client("PA", 1, 1, b"data"), server("A", 1, 5),
                                client("PA", 500000, 1, b"x"), client("A", 5, 400000),
                                client("A", -400000, 1)])

    def check(self, k):
        self.assertEqual(["INVALID", "INVALID", "ESTABLISHED,ORIGINAL"], [p.ct() for p in k[5:]])
        counts = [p.entry["orig_packets"] for p in k[4:]]
        self.assertEqual([counts[0]] * 4, counts)


class B45Liberal(Behaviour):
    @classmethod
    def scenario(cls):
        return dict(B45Window.scenario(), sysctls={"net.netfilter.nf_conntrack_tcp_be_liberal": 1})

    def check(self, k):
        self.assertEqual(["ESTABLISHED,ORIGINAL"] * 3, [p.ct() for p in k[5:]])


class B46SynInEstablished(Behaviour):
    @classmethod
    def scenario(cls):
        return box(HANDSHAKE + [client("S", 700), server("SA", 9, 1)])

    def check(self, k):
        self.assertEqual(["ESTABLISHED"] * 3, states(k)[2:])
        self.assertEqual("ESTABLISHED,ORIGINAL", k[3].ct())


class B46SynInTimeWait(Behaviour):
    @classmethod
    def scenario(cls):
        return box(CLOSING + [client("S", 90000)])

    def check(self, k):
        self.assertEqual(["TIME_WAIT", "SYN_SENT"], states(k)[5:])
        self.assertEqual("NEW,ORIGINAL", k[6].ct())


class B46SynOfTheServer(Behaviour):
    @classmethod
    def scenario(cls):
        return box(CLOSING + [server("S", 90000)])

    def check(self, k):
        self.assertEqual("NEW,ORIGINAL", k[6].ct())
        self.assertEqual(SERVER, k[6].entries[0]["orig"]["src"])


class B46SynAfterReset(Behaviour):
    @classmethod
    def scenario(cls):
        return box(HANDSHAKE + [client("R", 1), server("S", 90000), client("S", 90000)])

    def check(self, k):
        self.assertEqual(["CLOSE", "CLOSE", "SYN_SENT"], states(k)[3:])
        self.assertEqual("NEW,ORIGINAL", k[5].ct())


class B47SimultaneousOpen(Behaviour):
    @classmethod
    def scenario(cls):
        return box([client("S"), server("S"), client("SA", 0, 1), server("SA", 0, 1)])

    def check(self, k):
        self.assertEqual(["SYN_SENT", "SYN_SENT2", "SYN_RECV"], states(k)[:3])


class B47WrongAck(Behaviour):
    @classmethod
    def scenario(cls):
        return box([client("S"), server("SA", 0, 400000)])

    def check(self, k):
        self.assertEqual("INVALID", k[1].ct())
        self.assertEqual("SYN_SENT", k[1].entry["state"])
