# SPDX-License-Identifier: GPL-2.0-only
"""Random scenarios with packets that are wrong, and with rules of every extension (gen_rules.py).

Hostile draws connections as Gen does, spoils a third of what comes in from outside, and adds
connections that Gen does not know: fragments that overlap, ICMP errors that quote garbage, FTP
lines that are cut anywhere, SCTP (gen_sctp.py), GRE, DCCP and IPComp. --without takes the names of
SPOILERS and of KINDS too, and the feature ip-options.

What is left out although the kernel shows a difference, and why, is in LEFT_OUT."""
import random
import struct

import gen
import gen_rules
import gen_sctp
from pkt import cksum, icmp, ip, l4sum, tcp

# Feature: why it is not drawn.
LEFT_OUT = {
    "ip-options": "ns-3 has no IP options: the replay plays such packets without them",
    "reserved-bit": "ns-3's IPv4 header does not keep the reserved bit beside DF and MF",
}
FTP_LINES = [b"PORT 10,0,0,2,4,1\r\n", b"EPRT |1|10.0.0.2|1025|\r\n", b"PASV\r\n", b"EPSV\r\n",
             b"USER anonymous\r\n", b"PORT 10,0,0,999,4,1\r\n", b"EPRT |2|::1|1025|\r\n",
             b"port 10,0,0,2,0,0\r\n", b"PORT 10,0,0,2\r\n", b"EPRT ||\r\n", b"\r\n"]


def sealed(packet):
    """The packet with the right checksum of its IPv4 header, as far as it has one."""
    size = max(20, min((packet[0] & 15) * 4, len(packet)))
    head = packet[:10] + b"\0\0" + packet[12:size]
    return packet[:10] + struct.pack("!H", cksum(head)) + packet[12:]


def with_total(packet, total):
    return sealed(packet[:2] + struct.pack("!H", total & 0xFFFF) + packet[4:])


def with_payload(packet, payload):
    """The packet with another payload behind its IPv4 header."""
    size = (packet[0] & 15) * 4
    return with_total(packet[:size] + payload, size + len(payload))


def summed(packet):
    """The packet with the right TCP checksum, whatever its header says else."""
    segment = packet[20:36] + b"\0\0" + packet[38:]
    total = l4sum(dotted(packet[12:16]), dotted(packet[16:20]), 6, segment)
    return packet[:36] + struct.pack("!H", total) + packet[38:]


def dotted(address):
    return ".".join(map(str, address))


def spoil_header_length(r, p):
    """Shorter than a header, or longer than the datagram. Between these it would have options."""
    words = r.choice([0, 1, 4, 6, 7, 15])
    if 20 < words * 4 <= len(p):
        p = with_total(p[:24], 20 + r.randrange(4))
        words = 6
    return sealed(bytes([0x40 | words]) + p[1:])


def spoil_version(r, p):
    return sealed(bytes([r.choice([0, 5, 15]) << 4 | 5]) + p[1:])


def spoil_total_length(r, p):
    wrong = [0, 10, 19, 20, 21, 24, 27, len(p) - 1, len(p) + 1, len(p) + 100, 0xFFFF]
    return with_total(p, r.choice(wrong))


def spoil_padding(r, p):
    return p + r.randbytes(r.choice([1, 4, 18]))


def spoil_ip_checksum(r, p):
    return p[:10] + struct.pack("!H", r.choice([0, 0xFFFF, r.randrange(65536)])) + p[12:]


def spoil_truncated(r, p):
    """The datagram is shorter than its protocol's header, and says so."""
    return with_payload(p, p[20:20 + r.choice([0, 1, 4, 7, 8, 12, 13, 16, 19])])


def spoil_l4_checksum(r, p):
    at = {6: 36, 17: 26, 1: 22}.get(p[9])
    if at is None or len(p) < at + 2:
        return p
    return p[:at] + struct.pack("!H", r.choice([0, 0xFFFF, r.randrange(65536)])) + p[at + 2:]


def spoil_length_field(r, p):
    """UDP's length or TCP's data offset."""
    if p[9] == 17 and len(p) >= 28:
        size = len(p) - 20
        return p[:24] + struct.pack("!H", r.choice([0, 7, 8, size - 1, size + 1, 65535])) + p[26:]
    if p[9] == 6 and len(p) >= 40:
        return summed(p[:32] + bytes([r.choice([0, 1, 4, 6, 7, 15]) << 4 | p[32] & 15]) + p[33:])
    return p


def spoil_tcp_flags(r, p):
    """Any flags and reserved bits, with a checksum that is right."""
    if p[9] != 6 or len(p) < 40:
        return p
    return summed(p[:32] + bytes([p[32] & 0xF0 | r.choice([0, 0, 1, 15]), r.randrange(256)])
                  + p[34:])


def tcp_options(r):
    """Options that are right, wrong and cut, of at most 40 bytes."""
    pieces = [b"\1", b"\0", b"\2\4\2\0", b"\2\4\5\xb4", b"\3\3\7", b"\4\2", b"\5\n" + bytes(8),
              b"\x08\x0a" + bytes(8), b"\2\0", b"\2\1", b"\3\1", b"\x08\0", b"\x08\x28", b"\2",
              b"\4\2\1", b"\xfe\4ab", b"\5\7abcde", b"\3\3\x0f", b"\2\3\1", b"\x1e\4\0\0"]
    made = b"".join(r.choices(pieces, k=r.randint(1, 8)))[:r.choice([4, 8, 12, 20, 40])]
    return made + b"\1" * (-len(made) % 4)


def spoil_tcp_options(r, p):
    if p[9] != 6 or len(p) < 40 or p[32] >> 4 != 5:
        return p
    options = tcp_options(r)
    longer = p[20:32] + bytes([5 + len(options) // 4 << 4]) + p[33:40] + options + p[40:]
    return summed(with_payload(p, longer))


def spoil_icmp_type(r, p):
    if p[9] != 1 or len(p) < 28:
        return p
    kinds = [(3, 0), (3, 15), (3, 16), (4, 0), (5, 1), (11, 1), (12, 0), (17, 0), (18, 0), (30, 0),
             (0, 1), (8, 1), (19, 0), (255, 255)]
    body = bytes(r.choice(kinds)) + b"\0\0" + p[24:]
    return with_payload(p, body[:2] + struct.pack("!H", cksum(body)) + body[4:])


def spoil_fragment_bits(r, p):
    """A first, middle or last fragment that nothing completes."""
    bits = r.choice([0x2000, 0x0001, 0x2001, 0x1FFF, 0x3FFF, 0x0003])
    return sealed(p[:6] + struct.pack("!H", bits) + p[8:])


def spoil_tos(r, p):
    return sealed(p[:1] + bytes([r.randrange(256)]) + p[2:])


def spoil_ip_options(r, p):
    made = r.choice([b"\1\1\1\0", b"\x07\x0b\4" + bytes(8) + b"\1", b"\x94\4\0\0", b"\x07\0\0\0",
                     b"\x83\x07\4\n\0\0\3\1", b"\x82\x0b" + bytes(9) + b"\1", b"\x99\x28\0\0"])
    body = made + p[20:]
    return with_total(sealed(bytes([0x45 + len(made) // 4]) + p[1:20] + body), 20 + len(body))


SPOILERS = {
    "header-length": spoil_header_length,
    "version": spoil_version,
    "total-length": spoil_total_length,
    "padding": spoil_padding,
    "ip-checksum": spoil_ip_checksum,
    "truncated": spoil_truncated,
    "l4-checksum": spoil_l4_checksum,
    "length-field": spoil_length_field,
    "tcp-flags-odd": spoil_tcp_flags,
    "tcp-options": spoil_tcp_options,
    "icmp-type": spoil_icmp_type,
    "fragment-bits": spoil_fragment_bits,
    "any-tos": spoil_tos,
    "ip-options": spoil_ip_options,
}


DISORDERS = ["tiny", "overlap", "twice", "shuffled", "missing", "longer", "short-middle"]


def disordered(r, how, spans):
    """Spans of a datagram's payload in one of the DISORDERS."""
    spans = list(spans)
    size = spans[-1][1]
    if how == "overlap" and len(spans) > 1:
        k = r.randrange(1, len(spans))
        spans[k] = (max(0, spans[k][0] - 8), spans[k][1])
    elif how == "twice":
        spans.insert(r.randrange(len(spans) + 1), r.choice(spans))
    elif how == "shuffled":
        r.shuffle(spans)
    elif how == "missing" and len(spans) > 1:
        spans.pop(r.randrange(len(spans)))
    elif how == "longer":               # than the end that another piece told
        spans.append((size // 8 * 8, size // 8 * 8 + 8))
    elif how == "short-middle" and len(spans) > 1:
        spans[0] = (spans[0][0], spans[0][1] - 3)
    return spans


def odd_fragments(r, packet):
    """The packet in fragments that are tiny or of uneven sizes, overlap, come twice, in any order,
    or are missing; all or some with DF."""
    src, dst, body = dotted(packet[12:16]), dotted(packet[16:20]), packet[20:]
    ident = struct.unpack("!H", packet[4:6])[0]
    cut = r.choice([8, 16, 24, 64, 256])
    ends = list(range(cut, len(body), cut)) + [len(body)]
    if r.random() < 0.4:
        uneven = {8 * r.randrange(1, max(2, len(body) // 8)) for _ in range(r.randint(1, 4))}
        ends = sorted(end for end in uneven if end < len(body)) + [len(body)]
    spans = list(zip([0] + ends, ends))[:6]
    df = r.choice([0, 0, 0, 1, 0.5])
    body = body[:spans[-1][1]]
    spans = disordered(r, r.choice(DISORDERS), spans)
    last = len(body)
    body += bytes(8)
    return [ip(src, dst, packet[9], body[a:b], ttl=packet[8], tos=packet[1], ident=ident,
               mf=b < last, off=a, df=r.random() < df) for a, b in spans]


class Hostile(gen.Gen):
    """Gen with packets that are wrong and rules of every extension."""

    def __init__(self, seed, args):
        super().__init__(seed, args)
        self.h = random.Random("hostile %d" % seed)    # what Gen draws stays the same
        self.spoilers = [n for n in SPOILERS if n not in LEFT_OUT and self.ok(n)]
        kinds = {"odd-fragments": self.fragmented, "icmp-quotes": self.quoting,
                 "ftp-lines": self.ftp, "other-protocols": self.other_protocol,
                 "sctp": self.sctp, "gre": self.gre}
        self.kinds = [make for n, make in kinds.items() if self.ok(n)]

    def new_conn(self):
        if self.kinds and self.h.random() < 0.3:
            specs = self.h.choice(self.kinds)()
        else:
            specs = super().new_conn()
        return [self.spoilt(s) for s in specs]

    def spoilt(self, spec):
        """What comes in from outside, perhaps spoilt; what the box sends, perhaps with a mark and
        an owner. A raw socket of the box cannot send most of what is wrong."""
        if "re" in spec:
            return spec
        if spec.get("local"):
            if self.h.random() < 0.3:
                spec = dict(spec, mark=self.h.choice([1, 2, 0x10, 0x7FFFFFFF]))
            if self.h.random() < 0.3:
                spec = dict(spec, uid=self.h.choice([0, 1000, 1001]), gid=self.h.choice([0, 100]))
            return spec
        if not self.spoilers or self.h.random() > 0.35:
            return spec
        name = self.h.choice(self.spoilers)
        packet = SPOILERS[name](self.h, bytes.fromhex(spec["hex"]))
        return dict(spec, hex=packet.hex(), note=name)

    def way(self):
        """Interface, source and destination of a new connection from outside."""
        dev, src = self.h.choice([(d, a) for d, l in gen.DEV.items() for a in l])
        dst = self.h.choice([a for d, l in gen.DEV.items() for a in l if d != dev] + gen.BOX)
        return dev, src, dst

    def fragmented(self):
        dev, src, dst = self.way()
        self.sport += 1
        packet = gen.udp(src, dst, self.sport, 53, self.h.randbytes(self.h.choice([8, 40, 200])),
                         ident=self.next_id())
        if self.h.random() < 0.4:
            packet = tcp(src, dst, self.sport, 80, "S", data=self.h.randbytes(60),
                         ident=self.next_id())
        return [{"in": dev, "hex": f.hex(), "note": "fragment"}
                for f in odd_fragments(self.h, packet)]

    def quoting(self):
        """A connection, and ICMP errors of its other end that quote it, garbage, or too little."""
        dev, src, dst = self.way()
        self.sport += 1
        packet = gen.udp(src, dst, self.sport, 53, b"hello", ident=self.next_id())
        specs = [{"in": dev, "hex": packet.hex()}]
        back = next((d for d, l in gen.DEV.items() if dst in l), "eth1")
        for _ in range(self.h.randint(1, 3)):
            quote = packet[:self.h.choice([0, 7, 19, 20, 21, 24, 27, 28, 33])]
            if self.h.random() < 0.4:
                at = self.h.randrange(len(packet))
                quote = packet[:at] + self.h.randbytes(self.h.randint(1, 8)) + packet[at + 8:]
            typ, code = self.h.choice([(3, 1), (3, 3), (3, 4), (11, 0), (4, 0), (5, 1), (12, 0)])
            error = icmp(self.h.choice([dst, dst, src]), src, typ, code, self.h.randbytes(4), quote,
                         bad=self.h.random() < 0.1, ident=self.next_id())
            specs.append({"in": back, "hex": error.hex(), "note": "quote"})
        return specs

    def ftp(self):
        """The client's side of a control connection, its lines cut anywhere over the segments."""
        dev, src, dst = self.way()
        self.sport += 1
        seq, ack = self.h.randrange(1 << 32), self.h.randrange(1 << 32)

        def segment(flags, seq, data=b""):
            packet = tcp(src, dst, self.sport_of, 21, flags, seq,
                         0 if flags == "S" else ack + 1, data=data, ident=self.next_id())
            return {"in": dev, "hex": packet.hex()}
        self.sport_of = self.sport
        specs = [segment("S", seq)]
        specs.append({"re": 1, "in": next((d for d, l in gen.DEV.items() if dst in l), "eth1"),
                      "hex": specs[0]["hex"], "l4": {"flags": "SA", "seq": ack, "data": "",
                                                     "ack": seq + 1 & 0xFFFFFFFF}})
        if dst in gen.BOX:
            specs[-1]["local"] = True
            del specs[-1]["in"]
        seq += 1
        specs.append(segment("A", seq))
        text = b"".join(self.h.choices(FTP_LINES, k=self.h.randint(1, 3)))
        while text:
            size = self.h.choice([1, 3, 6, 12, len(text), len(text)])
            specs.append(segment("PA", seq, text[:size]))
            if self.h.random() < 0.15:
                specs.append(dict(specs[-1]))   # sent again
            seq += len(text[:size])
            text = text[size:]
        return specs

    def other_protocol(self):
        """SCTP, GRE, DCCP, IPComp, ESP, AH and UDP-Lite, in the middle of nothing, perhaps cut."""
        dev, src, dst = self.way()
        self.sport += 1
        ports = struct.pack("!HH", self.sport, self.h.choice(gen.PORTS))
        specs = []
        protocols = [33, 108, 50, 51, 136, 47, 132]
        for _ in range(self.h.randint(1, 2)):
            proto = self.h.choice(protocols)
            body = {132: ports + self.h.randbytes(8) + bytes([self.h.randrange(16), 0, 0, 4]),
                    33: ports + bytes([3, 0]) + self.h.randbytes(2)
                    + bytes([self.h.randrange(12) << 1]) + self.h.randbytes(3)}.get(proto)
            body = body if body else ports + self.h.randbytes(16)
            body = body[:self.h.choice([0, 3, 4, 8, 12, 16, 20, 20, 20])]
            specs.append({"in": dev, "hex": ip(src, dst, proto, body, ident=self.next_id()).hex()})
        return specs

    def sctp(self):
        """An association, of which the box sends nothing itself."""
        dev, src, dst = self.way()
        self.sport += 1
        back = next((d for d, l in gen.DEV.items() if dst in l), "eth1")
        packets = gen_sctp.association(self.h, (src, dst), (self.sport, self.h.choice(gen.PORTS)),
                                       self.next_id)
        specs = [{"in": (dev, back)[who], "hex": packet.hex(), "note": "sctp"}
                 for who, packet in packets if who == gen_sctp.CLIENT or dst not in gen.BOX]
        return specs or self.sctp()             # all of them may have been lost

    def gre(self):
        """A few packets of one tunnel, both ways, of all versions that fit three bits."""
        dev, src, dst = self.way()
        back = next((d for d, l in gen.DEV.items() if dst in l), "eth1")
        call, specs = self.h.randrange(1 << 16), []
        version = self.h.choice([0, 0, 1, 1, 1, 2, 7])
        for _ in range(self.h.randint(1, 4)):
            body = struct.pack("!BBHHH", 0x20 if version == 1 else 0, version,
                               self.h.choice([0x880B, 0x880B, 0x0800]), 4, call)
            body += self.h.randbytes(8)
            body = body[:self.h.choice([16, 16, 16, 16, 8, 7, 4, 3])]
            way = [(dev, src, dst), (back, dst, src)][dst not in gen.BOX and self.h.random() < 0.4]
            specs.append({"in": way[0], "note": "gre",
                          "hex": ip(way[1], way[2], 47, body, ident=self.next_id()).hex()})
        return specs

    def target(self, table, hooks, proto):
        return gen_rules.target(self, table, hooks, proto) or super().target(table, hooks, proto)

    def matches(self, table, chain, proto):
        made = super().matches(table, chain, proto)
        if any(m.startswith("! -p") for m in made):
            proto = "other"                     # a rule names one protocol
        return made + gen_rules.matches(self, table, chain, proto)

    def scenario(self, seed):
        return dict(super().scenario(seed), **gen_rules.surroundings(self))

    def routes(self):
        return gen.ROUTES
