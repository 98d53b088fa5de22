# SPDX-License-Identifier: GPL-2.0-only
"""A result of the kernel, to ask it questions."""
import socket


class Packet:
    """The fields of an IPv4 packet; those of the protocols it does not have are absent."""

    def __init__(self, raw):
        at = (raw[0] & 15) * 4
        word = lambda i: int.from_bytes(raw[i:i + 2], "big")
        long = lambda i: int.from_bytes(raw[i:i + 4], "big")
        self.raw, self.size = raw, len(raw)
        self.tos, self.ident, self.ttl, self.proto = raw[1], word(4), raw[8], raw[9]
        self.df, self.mf, self.offset = bool(raw[6] & 0x40), bool(raw[6] & 0x20), word(6) & 0x1FFF
        self.src, self.dst = (socket.inet_ntoa(raw[i:i + 4]) for i in (12, 16))
        if self.offset or len(raw) < at + 8:
            return
        if self.proto in (6, 17):
            self.sport, self.dport = word(at), word(at + 2)
        if self.proto == 6:
            self.seq, self.ack, self.win = long(at + 4), long(at + 8), word(at + 14)
            self.flags = "".join(c for i, c in enumerate("FSRPAUEC") if raw[at + 13] >> i & 1)
        if self.proto == 1:
            self.icmp, self.id = (raw[at], raw[at + 1]), word(at + 4)
            if raw[at] in (3, 4, 5, 11, 12):
                self.inner = Packet(raw[at + 8:])


class Played:
    """What happened to one packet and to those that it brought about."""

    def __init__(self, played):
        self.played = played
        self.error, self.delivered = played["send_error"], played["delivered"]
        self.out = [Packet(bytes.fromhex(o["hex"])) for o in played["outputs"]]
        self.devices = [o["dev"] for o in played["outputs"]]
        self.journeys, self.log = played["journeys"], played["kernel_log"]
        self.forwarded = played.get("stats", {}).get("IpForwDatagrams", 0)

    def hooks(self, journey=0):
        """The hooks that a journey got to."""
        return [h["hook"] for h in self.journeys[journey]["hooks"]]

    def at(self, hook, journey=0):
        """A journey at one hook."""
        return next(h for h in self.journeys[journey]["hooks"] if h["hook"] == hook)

    def begin(self, hook, journey=0):
        return Packet(bytes.fromhex(self.at(hook, journey)["begin"]))

    def end(self, hook, journey=0):
        return Packet(bytes.fromhex(self.at(hook, journey)["end"]))

    def ct(self, hook="PREROUTING", journey=0):
        """How conntrack labels it there."""
        return self.at(hook, journey)["ct"]

    def tables(self, hook, journey=0):
        """The tables of a hook in the order in which it met them."""
        met = [t["table"] for t in self.played["trace"]
               if t["hook"] == hook and t["journey"] == journey]
        return [t for i, t in enumerate(met) if t not in met[:i]]

    def steps(self, table, journey=0):
        """(chain, rule number or None for its end or policy) of a table, in order."""
        return [(t["chain"], t["rule"]) for t in self.played["trace"]
                if t["table"] == table and t["journey"] == journey]

    def hit(self, table, chain, rule, journey=0):
        return (chain, rule) in self.steps(table, journey)

    def order(self):
        """(journey, table, chain, rule) of all steps, in order."""
        return [(t["journey"], t["table"], t["chain"], t["rule"]) for t in self.played["trace"]]

    @property
    def entries(self):
        """The connection table afterwards."""
        return self.played["conntrack"]

    @property
    def entry(self):
        """The only connection."""
        only, = self.entries
        return only


class Result(list):
    """One Played for each packet."""

    def __init__(self, result):
        super().__init__(Played(p) for p in result["packets"])
