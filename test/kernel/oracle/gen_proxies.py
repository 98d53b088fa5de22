# SPDX-License-Identifier: GPL-2.0-only
"""Random scenarios with transparent proxies (TPROXY, socket) and SYN proxies (SYNPROXY)."""
import random
import struct

import pkt

CLIENTS = ["10.0.0.5", "10.0.0.6"]
SERVERS = ["192.0.2.9", "203.0.113.1", "10.0.0.1", "192.0.2.1"]
PORTS = [80, 81, 53, 54, 10053, 50080]
TIME = 0x30000000       # of clients and servers: far from the clock of a machine or of a simulation
TCP_FLAGS = ["A", "FA", "R", "RA", "PA", "SA", "F", "SF"]


class Proxies:
    """One random scenario."""

    def __init__(self, seed, args):
        self.h = random.Random("proxies %d" % seed)
        self.packets = args.packets
        self.port = 1000

    def some(self, *words):
        """Some of the words, in their order."""
        return "".join(w for w in words if self.h.random() < 0.5)

    def listeners(self):
        made = {}
        for _ in range(self.h.randrange(1, 6)):
            proto = self.h.choice(["tcp", "udp", "udp"])
            port = self.h.choice(PORTS)
            made[proto, port] = {"proto": proto, "port": port,
                                 "transparent": self.h.random() < 0.7}
            if self.h.random() < 0.4:
                made[proto, port]["address"] = self.h.choice(["10.0.0.1", "192.0.2.1"])
        return list(made.values())

    def mangle(self):
        h, lines = self.h, []
        for chain in ("PREROUTING", "PREROUTING", "INPUT"):
            if h.random() < 0.6:
                lines.append("-A %s %s-m socket%s%s" % (
                    chain, h.choice(["", "-p tcp ", "-p udp "]),
                    self.some(" --transparent", " --nowildcard", " --restore-skmark"),
                    h.choice(["", " -j MARK --set-mark 0x11", " -j MARK --or-mark 2"])))
        for _ in range(h.randrange(3)):
            lines.append("-A PREROUTING -p %s%s -j TPROXY --on-port %d%s%s" % (
                h.choice(["tcp", "udp"]), h.choice(["", " --dport %d" % h.choice(PORTS)]),
                h.choice(PORTS + [0]),
                h.choice(["", "", " --on-ip 10.0.0.1", " --on-ip 192.0.2.1"]),
                h.choice(["", " --tproxy-mark 1", " --tproxy-mark 0x1/0x1", " --tproxy-mark 3/1"])))
        return lines

    def synproxy(self):
        h = self.h
        states = h.choice(["INVALID,UNTRACKED"] * 4 + ["NEW,INVALID,UNTRACKED", "INVALID"])
        return ["-A %s -p tcp%s -m conntrack --ctstate %s -j SYNPROXY%s" % (
            chain, h.choice(["", " --dport 80"]), states,
            self.some(" --sack-perm", " --timestamp", " --timestamp", " --wscale %d" % h.randrange(16),
                      " --mss %d" % h.choice([0, 536, 1400, 1460, 9000]), " --ecn")
            .replace(" --timestamp --timestamp", " --timestamp"))
            for chain in ("FORWARD", "INPUT") if h.random() < 0.7]

    def rules(self):
        h = self.h

        def table(name, chains, lines):
            return "*%s\n%s%sCOMMIT\n" % (name, "".join(":%s ACCEPT [0:0]\n" % c for c in chains),
                                         "".join(line + "\n" for line in lines))
        raw = h.choice([["-A PREROUTING -p tcp --dport 80 --syn -j CT --notrack"],
                        ["-A PREROUTING -p tcp --syn -j CT --notrack"], []])
        drop = h.choice([["-A FORWARD -m conntrack --ctstate INVALID -j DROP"], []])
        nat = h.choice([["-A POSTROUTING -o eth1 -j MASQUERADE"], [], []])
        return (table("raw", ["PREROUTING", "OUTPUT"], raw)
                + table("mangle", ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
                        self.mangle())
                + table("nat", ["PREROUTING", "POSTROUTING"], nat)
                + table("filter", ["INPUT", "FORWARD", "OUTPUT"], self.synproxy() + drop))

    def options(self):
        h = self.h
        made = [struct.pack("!BBH", 2, 4, h.choice([100, 536, 1400, 1460, 9000])), b"\4\2",
                struct.pack("!BBII", 8, 10, TIME + h.randrange(1000), 0),
                bytes((3, 3, h.randrange(16)))]
        return b"".join(o for o in made if h.random() < 0.8)

    def ends(self):
        self.port += 1
        return self.h.choice(CLIENTS), self.h.choice(SERVERS), self.port, self.h.choice(PORTS)

    def connection(self, first):
        """A client that opens a connection, and what follows; first: index of its first packet."""
        h = self.h
        src, dst, sport, dport = self.ends()
        dport = h.choice([80, 80, dport])
        syn = pkt.tcp(src, dst, sport, dport, h.choice(["S", "S", "SEC"]), h.randrange(1 << 32), 0,
                      h.choice([0, 512, 64240]), b"", self.options(), bad=h.random() < 0.05)
        made = [{"in": "eth0", "hex": syn.hex()}]

        def follow(to, output, time, **l4):
            spec = dict(l4, follows=True)
            if h.random() < 0.8:
                spec["time"] = time + h.randrange(1000)
            made.append({"reply_to": first + to, "output": output, "l4": spec})
        if h.random() < 0.2:
            follow(0, 0, TIME, ack=h.randrange(1 << 32))
        else:
            follow(0, 0, TIME, flags=h.choice(["A", "A", "A", "PA", "R"]),
                   data=h.choice(["", "", "474554"]))
        follow(1, 0, TIME, flags=h.choice(["SA", "SA", "SA", "RA", "A"]),
               seq=h.randrange(1 << 32), win=h.choice([0, 227, 28960]))
        # Nothing else follows the SYN to the server, which tells the cookie where no number counts.
        for _ in range(h.randrange(4)):
            follow(h.choice([2, len(made) - 1]), h.choice([0, 1]), TIME,
                   flags=h.choice(["PA", "A", "FA", "RA"]), data=h.choice(["", "41424344"]))
        return made

    def stray(self):
        h = self.h
        src, dst, sport, dport = self.ends()
        if h.random() < 0.5:
            data = pkt.udp(src, dst, sport, dport, b"hello")
        elif h.random() < 0.2:
            inner = h.choice([pkt.udp, pkt.tcp])(dst, src, dport, sport)
            data = pkt.icmp_error(src, dst, h.choice([3, 11]), 0, inner)
        else:
            data = pkt.tcp(src, dst, sport, dport, h.choice(TCP_FLAGS), h.randrange(1 << 32),
                           h.randrange(1 << 32))
        return [{"in": "eth0", "hex": data.hex()}]

    def scenario(self, seed):
        rules, listen, packets = self.rules(), self.listeners(), []
        while len(packets) < self.packets:
            packets += self.connection(len(packets)) if self.h.random() < 0.5 else self.stray()
        return {"name": "proxies%d" % seed,
                "interfaces": [{"name": "eth0", "address": "10.0.0.1/24"},
                               {"name": "eth1", "address": "192.0.2.1/24"}],
                "routes": [{"to": "0.0.0.0/0", "via": "192.0.2.254", "dev": "eth1"},
                           {"to": "0.0.0.0/0", "type": "local", "dev": "lo", "table": 100}],
                "ip_rules": [{"fwmark": 1, "table": 100}],
                "sysctls": {"net.netfilter.nf_conntrack_tcp_loose": int(self.h.random() < 0.3)},
                "forwarding": True, "local_stack": "silent", "listen": listen, "rules": rules,
                "packets": packets}
