# SPDX-License-Identifier: GPL-2.0-only
"""A helper with NAT on the server's side; the other cases are test/kernel/scenarios/ftp_*.json."""
from pkt import tcp

from .base import Behaviour, INSIDE, OUTSIDE, box, rules, rx

PUBLIC = "192.0.2.1"
C, S = 1000, 5000
READY = b"220 ready\r\n"      # the helper looks at what follows a whole line only
PASSIVE = b"227 Entering Passive Mode (10,0,0,2,156,64).\r\n"      # port 40000


def client(flags, seq, ack, data=b"", port=21, sport=40001):
    return rx("eth1", tcp(OUTSIDE, PUBLIC, sport, port, flags, seq, ack, data=data))


def server(flags, seq, ack, data=b"", port=21, dport=40001):
    return rx("eth0", tcp(INSIDE, OUTSIDE, port, dport, flags, seq, ack, data=data))


class FtpServerBehindNat(Behaviour):
    """The answer to PASV names the public address, and the client's second connection gets in."""

    @classmethod
    def scenario(cls):
        text = rules(raw=["PREROUTING ACCEPT", "-A PREROUTING -p tcp --dport 21 -j CT --helper ftp"],
                     nat=["PREROUTING ACCEPT",
                          "-A PREROUTING -i eth1 -p tcp --dport 21 -j DNAT --to-destination " + INSIDE],
                     filter=["FORWARD DROP", "-A FORWARD -p tcp --dport 21 -j ACCEPT",
                             "-A FORWARD -m conntrack --ctstate RELATED -j ACCEPT",
                             "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT"])
        return box([client("S", C, 0), server("SA", S, C + 1), client("A", C + 1, S + 1),
                    server("PA", S + 1, C + 1, READY),
                    client("PA", C + 1, S + 12, b"PASV\r\n"), server("PA", S + 12, C + 7, PASSIVE),
                    client("S", 7000, 0, port=40000, sport=40002),
                    server("SA", 9000, 7001, port=40000, dport=40002),
                    client("S", 7000, 0, port=40009, sport=40003)], text)

    def check(self, k):
        self.assertIn(b"(192,0,2,1,156,64)", k[5].out[0].raw)
        self.assertIn("SEQ_ADJUST", k[5].entries[0]["status"])
        self.assertEqual("RELATED,ORIGINAL", k[6].ct())
        self.assertTrue(k[6].hit("filter", "FORWARD", 2))
        self.assertEqual((INSIDE, 40000), (k[6].out[0].dst, k[6].out[0].dport))
        self.assertEqual(21, k[6].entries[1]["master"]["dport"])
        self.assertEqual((PUBLIC, 40000), (k[7].out[0].src, k[7].out[0].sport))
        self.assertEqual([], k[8].out)
