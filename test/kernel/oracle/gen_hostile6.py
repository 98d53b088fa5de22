# SPDX-License-Identifier: GPL-2.0-only
"""Random IPv6 scenarios with packets that are wrong, and with routing by policy.

Hostile6 draws connections as Gen does for family 6, spoils a third of what comes in from outside,
and adds what Gen does not know: chains of extension headers that are odd, cut or endless, fragments
that overlap, neighbour discovery from afar, ICMPv6 errors that quote garbage. --without takes the
names of SPOILERS and of KINDS too, and the feature ip-rules."""
import random
import struct

import gen
import pkt6
from gen_hostile import DISORDERS, disordered, tcp_options

FIXED = 40
UPPER = {6: 16, 17: 6, 58: 2}           # where the checksum is, by protocol


def ends(p):
    return pkt6.text(p[8:24]), pkt6.text(p[24:40])


def with_payload(p, payload, nxt=None):
    """The packet with another payload behind its fixed header, and the length of that."""
    return (p[:4] + struct.pack("!H", len(payload)) + bytes([p[6] if nxt is None else nxt])
            + p[7:FIXED] + payload)


def summed(p):
    """The packet with the right checksum of its upper layer, where it begins behind the header."""
    at = UPPER.get(p[6])
    if at is None or len(p) < FIXED + at + 2:
        return p
    return p[:FIXED] + pkt6.filled(*ends(p), p[6], p[FIXED:FIXED + at] + b"\0\0"
                                   + p[FIXED + at + 2:], at)


def spoil_version(r, p):
    return bytes([r.choice([0, 5, 7, 15]) << 4 | p[0] & 15]) + p[1:]


def spoil_payload_length(r, p):
    size = len(p) - FIXED
    return p[:4] + struct.pack("!H", r.choice([0, 1, size - 1, size + 1, size + 100, 65535])) + p[6:]


def spoil_padding(r, p):
    return p + r.randbytes(r.choice([1, 4, 18]))


def spoil_truncated(r, p):
    return with_payload(p, p[FIXED:FIXED + r.choice([0, 1, 4, 7, 8, 12, 13, 16, 19])])


def spoil_l4_checksum(r, p):
    at = UPPER.get(p[6])
    if at is None or len(p) < FIXED + at + 2:
        return p
    wrong = struct.pack("!H", r.choice([0, 0xFFFF, r.randrange(65536)]))
    return p[:FIXED + at] + wrong + p[FIXED + at + 2:]


def spoil_length_field(r, p):
    """UDP's length or TCP's data offset."""
    if p[6] == 17 and len(p) >= FIXED + 8:
        size = len(p) - FIXED
        return p[:44] + struct.pack("!H", r.choice([0, 7, 8, size - 1, size + 1, 65535])) + p[46:]
    if p[6] == 6 and len(p) >= FIXED + 20:
        return summed(p[:52] + bytes([r.choice([0, 1, 4, 6, 7, 15]) << 4 | p[52] & 15]) + p[53:])
    return p


def spoil_tcp_flags(r, p):
    if p[6] != 6 or len(p) < FIXED + 20:
        return p
    return summed(p[:52] + bytes([p[52] & 0xF0 | r.choice([0, 0, 1, 15]), r.randrange(256)]) + p[54:])


def spoil_tcp_options(r, p):
    if p[6] != 6 or len(p) < FIXED + 20 or p[52] >> 4 != 5:
        return p
    options = tcp_options(r)
    return summed(with_payload(p, p[40:52] + bytes([5 + len(options) // 4 << 4]) + p[53:60]
                               + options + p[60:]))


def spoil_icmp_type(r, p):
    """Errors with odd codes, listener messages, neighbour discovery, what nobody knows."""
    if p[6] != 58 or len(p) < FIXED + 8:
        return p
    kinds = [(1, 7), (2, 1), (3, 2), (4, 9), (0, 0), (5, 0), (100, 0), (127, 0), (128, 1), (129, 7),
             (130, 0), (131, 0), (132, 0), (133, 0), (134, 0), (135, 0), (136, 0), (137, 0),
             (138, 0), (139, 0), (140, 0), (141, 0), (143, 0), (144, 0), (151, 0), (255, 255)]
    return summed(p[:FIXED] + bytes(r.choice(kinds)) + p[FIXED + 2:])


def spoil_class_and_label(r, p):
    return struct.pack("!I", 6 << 28 | r.randrange(1 << 28)) + p[4:]


def options(r):
    """Options of a header: right, odd, unknown, too many, cut."""
    pieces = [b"\0", b"\1\0", b"\1\4" + bytes(4), b"\1\4\0\0\1\0", b"\1\6" + bytes(6), b"\5\2\0\0",
              b"\5\3\0\0\0", b"\x1e\2ab", b"\x5e\0", b"\x9e\1x", b"\xde\0", b"\xc2\4\0\1\0\0",
              b"\xc9\x10" + bytes(16), b"\1\xff", b"\1", b"\7\10" + bytes(8), b"\x26\0"]
    made = b"".join(r.choices(pieces, k=r.choice([0, 1, 1, 2, 3, 9])))
    return made + b"\0" * (-(len(made) + 2) % 8) if r.random() < 0.3 else \
        made + (b"\1" + bytes([-(len(made) + 4) % 8]) + bytes(-(len(made) + 4) % 8))


def header(r):
    """One extension header: (number, function of the next header's number)."""
    kind = r.choice(["hop", "dst", "dst", "routing", "fragment", "auth", "long"])
    if kind in ("hop", "dst"):
        data = options(r)
        number = pkt6.HOPOPTS if kind == "hop" else pkt6.DSTOPTS
        return pkt6.options(number, data)
    if kind == "routing":
        return pkt6.routing(r.choice([0, 2, 3, 4, 253]), r.choice([0, 0, 1, 2]),
                            ("2001:db8:ffff::1",) * r.choice([1, 1, 2]))
    if kind == "fragment":
        return pkt6.fragment_header(r.randrange(1 << 32), 8 * r.choice([0, 0, 0, 1, 100, 8191]),
                                    r.random() < 0.3)
    if kind == "auth":
        return pkt6.auth(icv=bytes(r.choice([0, 4, 12, 16])))
    claim = r.choice([2, 40, 255])      # a header that claims more than there is
    return r.choice([pkt6.DSTOPTS, pkt6.ROUTING]), \
        lambda nxt: bytes([nxt, claim]) + b"\1\4" + bytes(4)


def spoil_chain(r, p):
    """Extension headers in front of what the packet has, up to more than anybody reads."""
    chain, nxt = b"", p[6]
    for kind, make in [header(r) for _ in range(r.choice([1, 1, 2, 2, 3, 4, 12]))]:
        chain, nxt = make(nxt) + chain, kind
    made = with_payload(p, chain + p[FIXED:], nxt)
    if r.random() < 0.2:                # cut somewhere in the chain
        made = with_payload(made, made[FIXED:FIXED + r.randrange(len(chain) + 1)])
    return made


def spoil_next_header(r, p):
    return p[:6] + bytes([r.choice([0, 1, 4, 41, 43, 44, 50, 51, 59, 60, 135, 139, 140, 253])]) + p[7:]


SPOILERS = {
    "version": spoil_version,
    "payload-length": spoil_payload_length,
    "padding": spoil_padding,
    "truncated": spoil_truncated,
    "l4-checksum": spoil_l4_checksum,
    "length-field": spoil_length_field,
    "tcp-flags-odd": spoil_tcp_flags,
    "tcp-options": spoil_tcp_options,
    "icmp-type": spoil_icmp_type,
    "class-and-label": spoil_class_and_label,
    "chain": spoil_chain,
    "chain-again": spoil_chain,         # as likely as two others
    "next-header": spoil_next_header,
}


def odd_fragments(r, p, ident):
    """The packet in pieces that are tiny, uneven, overlap, come twice, in any order, lack, or are none."""
    src, dst = ends(p)
    body, proto = p[FIXED:], p[6]
    cut = r.choice([8, 16, 24, 64, 256])
    marks = list(range(cut, len(body), cut)) + [len(body)]
    spans = list(zip([0] + marks, marks))[:6]
    body = body[:spans[-1][1]]
    how = r.choice(DISORDERS + ["far", "empty", "ragged", "headless"])
    spans = disordered(r, how, spans)
    last, body = len(body), body + bytes(8)
    pieces = [(a, body[a:b], b < last) for a, b in spans]
    if how == "far":
        pieces.append((65528, bytes(16), r.random() < 0.5))
    if how == "empty":
        pieces.insert(r.randrange(len(pieces) + 1), (8, b"", r.random() < 0.5))
    if how == "ragged":                 # ends where no piece but the last may end
        pieces.insert(r.randrange(len(pieces) + 1), (r.choice([0, 8, 64]), body[:r.randrange(9, 16)], True))
    if how == "headless":               # a begin without the upper layer's header
        pieces.insert(r.randrange(len(pieces) + 1), (0, body[:r.randrange(9)], True))
    return [pkt6.ip6(src, dst, proto, data, ext=[pkt6.fragment_header(ident, a, more)])
            for a, data, more in pieces]


class Hostile6(gen.Gen):
    """Gen of family 6 with packets that are wrong, and rules and routes of ip -6."""

    def __init__(self, seed, args):
        super().__init__(seed, args)
        self.h = random.Random("hostile6 %d" % seed)    # what Gen draws stays the same
        self.spoilers = [n for n in SPOILERS if self.ok(n)]
        kinds = {"odd-fragments": self.fragmented, "icmp-quotes": self.quoting,
                 "neighbours": self.neighbours}
        self.kinds = [make for n, make in kinds.items() if self.ok(n)]

    def new_conn(self):
        if self.kinds and self.h.random() < 0.25:
            return self.h.choice(self.kinds)()
        return [self.spoilt(s) for s in super().new_conn()]

    def spoilt(self, spec):
        """What comes in from outside, perhaps spoilt; what the box sends, perhaps with a mark."""
        if "re" in spec:
            return spec
        if spec.get("local"):
            return dict(spec, mark=self.h.choice([1, 2, 16])) if self.h.random() < 0.3 else spec
        if not self.spoilers or self.h.random() > 0.35:
            return spec
        name = self.h.choice(self.spoilers)
        return dict(spec, hex=SPOILERS[name](self.h, bytes.fromhex(spec["hex"])).hex(), note=name)

    def way(self):
        dev, src = self.h.choice([(d, a) for d, l in self.w.dev.items() for a in l])
        dst = self.h.choice([a for d, l in self.w.dev.items() for a in l if d != dev] + self.w.box)
        return dev, src, dst

    def fragmented(self):
        dev, src, dst = self.way()
        self.sport += 1
        packet = pkt6.udp6(src, dst, self.sport, 53, self.h.randbytes(self.h.choice([8, 40, 200])))
        if self.h.random() < 0.4:
            packet = pkt6.tcp6(src, dst, self.sport, 80, "S", data=self.h.randbytes(60))
        return [{"in": dev, "hex": f.hex(), "note": "fragment"}
                for f in odd_fragments(self.h, packet, self.next_id())]

    def quoting(self):
        """A connection, and ICMPv6 errors of its other end that quote it, garbage, or too little."""
        dev, src, dst = self.way()
        self.sport += 1
        packet = pkt6.udp6(src, dst, self.sport, 53, b"hello")
        specs = [{"in": dev, "hex": packet.hex()}]
        back = next((d for d, l in self.w.dev.items() if dst in l), "eth1")
        for _ in range(self.h.randint(1, 3)):
            quote = packet[:self.h.choice([0, 7, 39, 40, 41, 44, 47, 48, 53])]
            if self.h.random() < 0.4:
                at = self.h.randrange(len(packet))
                quote = packet[:at] + self.h.randbytes(self.h.randint(1, 8)) + packet[at + 8:]
            typ, code = self.h.choice([(1, 0), (1, 4), (2, 0), (3, 0), (3, 1), (4, 0), (4, 1)])
            error = pkt6.icmp6(self.h.choice([dst, dst, src]), src, typ, code, self.h.randbytes(4),
                               quote, bad=self.h.random() < 0.1)
            specs.append({"in": back, "hex": error.hex(), "note": "quote"})
        return specs

    def neighbours(self):
        """Neighbour discovery, redirects and listener messages: from afar, cut, with odd options."""
        dev, src, dst = self.way()
        target = pkt6.address(self.h.choice(self.w.box))
        typ = self.h.choice([130, 131, 133, 134, 135, 136, 137, 137, 143])
        data = {135: target, 136: target, 134: bytes(8), 137: target * 2}.get(typ, target)
        option = self.h.choice([b"", b"\1\1" + bytes(6), b"\1\0" + bytes(6), b"\4\1" + bytes(6)
                                + pkt6.udp6(dst, src, 1, 53), b"\2\2" + bytes(6)])
        data = (data + option)[:self.h.choice([100, 100, 100, 16, 8, 4, 33])]
        packet = pkt6.icmp6(self.h.choice([src, "fe80::9", "::"]),
                            self.h.choice([dst, "ff02::1", "ff02::2", "fe80::1"]), typ,
                            self.h.choice([0, 0, 0, 1]), bytes(4), data,
                            hl=self.h.choice([255, 255, 64, 1]))
        return [{"in": dev, "hex": packet.hex(), "note": "neighbours"}]

    def routing(self):
        """Tables and rules beside those of the box."""
        h, w = self.h, self.w
        routes, rules = [], []
        for table in (100, 101):
            routes.append(h.choice([
                {"to": "::/0", "via": "fd00:c::fe", "dev": "eth2", "table": table},
                {"to": "::/0", "via": "2001:db8:a::fe", "dev": "eth0", "table": table},
                {"to": "::/0", "type": h.choice(["unreachable", "prohibit", "blackhole", "throw"]),
                 "table": table},
                {"to": "::/0", "type": "local", "dev": "lo", "table": table}]))
            routes.append({"to": "2001:db8:203::/48", "via": "2001:db8:b::fd", "dev": "eth1",
                           "table": table})
        for _ in range(h.choice([0, 1, 2, 3])):
            rule = {"family": 6, "priority": h.randrange(10, 32000)}
            for key, value in (("fwmark", h.choice(["0x1/0x3", "2", "0x10/0xf0"])),
                               ("iif", h.choice(["eth0", "eth1", "lo"])),
                               ("from", h.choice(w.dev["eth0"] + w.dev["eth1"]) + "/128"),
                               ("to", h.choice(w.dev["eth1"] + w.dev["eth2"]) + "/64"),
                               ("tos", h.choice([0x10, 0xb8])), ("not", True)):
                if h.random() < (0.1 if key == "not" else 0.35):
                    if key == "to":
                        value = gen.network(value[:-3], 64)
                    rule[key] = value
            if h.random() < 0.2:
                rule["type"] = h.choice(["unreachable", "prohibit", "blackhole"])
            else:
                rule["table"] = h.choice([100, 101])
            rules.append(rule)
        return routes, rules

    def scenario(self, seed):
        made = super().scenario(seed)
        if self.ok("ip-rules"):
            routes, rules = self.routing()
            made = dict(made, routes=made["routes"] + routes, ip_rules=rules)
        return made
