# SPDX-License-Identifier: GPL-2.0-only
"""pkt6.py - tiny IPv6 packet builders for the scenario scripts, beside pkt.py (stdlib only)."""
import socket
import struct

from pkt import answer, cksum, echo, tcp_seg_plain, udp_seg_plain

HOPOPTS, TCP, UDP, ROUTING, FRAGMENT, ESP, AH = 0, 6, 17, 43, 44, 50, 51
ICMPV6, NONE, DSTOPTS, MH = 58, 59, 60, 135
LEAST_MTU = 1280
WALKED = (HOPOPTS, ROUTING, FRAGMENT, AH, DSTOPTS)


def address(text):
    return socket.inet_pton(socket.AF_INET6, text)


def text(b):
    return socket.inet_ntop(socket.AF_INET6, bytes(b))


def is6(raw):
    """Is this an IPv6 packet, with a whole header?"""
    return len(raw) >= 40 and raw[0] >> 4 == 6


class Walk:
    """Where the upper layer of a packet begins: what its extension headers say."""

    def __init__(self, raw):
        self.proto, self.at = raw[6], 40
        self.passed = []                # numbers of the extension headers
        self.fragment = None            # where the fragment header is
        self.offset, self.more, self.ident = 0, False, None
        while self.proto in WALKED and self.at + 8 <= len(raw):
            kind, at = self.proto, self.at
            self.passed.append(kind)
            self.proto = raw[at]
            if kind == FRAGMENT:
                self.fragment = at
                bits, self.ident = struct.unpack("!HI", raw[at + 2:at + 8])
                self.offset, self.more = bits & 0xFFF8, bool(bits & 1)
                self.at = at + 8
                if self.offset:
                    return
            else:
                self.at = at + (raw[at + 1] + 2) * 4 if kind == AH else at + (raw[at + 1] + 1) * 8


# -- extension headers: functions that take the next header's number ----------


def options(kind, data=b"\1\4\0\0\0\0"):
    """Hop-by-hop or destination options; data: the options (a PadN of six bytes)."""
    data += b"\0" * (-(len(data) + 2) % 8)
    return kind, lambda nxt: struct.pack("!BB", nxt, (len(data) + 2) // 8 - 1) + data


def hop_by_hop(data=b"\1\4\0\0\0\0"):
    return options(HOPOPTS, data)


def dst_options(data=b"\1\4\0\0\0\0"):
    return options(DSTOPTS, data)


def routing(kind=2, left=0, addresses=("2001:db8:ffff::1",)):
    data = struct.pack("!BBI", kind, left, 0) + b"".join(address(a) for a in addresses)
    return ROUTING, lambda nxt: struct.pack("!BB", nxt, 2 * len(addresses)) + data


def fragment_header(ident, off=0, more=False):
    return FRAGMENT, lambda nxt: struct.pack("!BBHI", nxt, 0, off & 0xFFF8 | int(more), ident)


def auth(spi=256, seq=1, icv=b"\0" * 12):
    body = struct.pack("!HII", 0, spi, seq) + icv
    return AH, lambda nxt: struct.pack("!BB", nxt, (2 + len(body)) // 4 - 2) + body


def ip6(src, dst, proto, payload, hl=64, tc=0, flow=0, ext=(), length=None):
    """IPv6 header, extension headers (pairs as those above return), payload."""
    chain, nxt = b"", proto
    for kind, make in reversed(ext):
        chain, nxt = make(nxt) + chain, kind
    size = len(chain) + len(payload) if length is None else length
    return (struct.pack("!IHBB", 6 << 28 | tc << 20 | flow, size & 0xFFFF, nxt, hl)
            + address(src) + address(dst) + chain + payload)


def l4sum(src, dst, proto, seg):
    return cksum(address(src) + address(dst) + struct.pack("!IHBB", len(seg), 0, 0, proto) + seg)


def filled(src, dst, proto, seg, at, bad=False):
    """The segment with its checksum at this place."""
    ck = l4sum(src, dst, proto, seg)
    if ck == 0 and proto == UDP:
        ck = 0xFFFF
    if bad:
        ck ^= 0x1234
    return seg[:at] + struct.pack("!H", ck) + seg[at + 2:]


def udp6(src, dst, sport, dport, data=b"hello", bad=False, nosum=False, **kw):
    seg = udp_seg_plain(sport, dport, data)
    if not nosum:
        seg = filled(src, dst, UDP, seg, 6, bad)
    return ip6(src, dst, UDP, seg, **kw)


def tcp6(src, dst, sport, dport, flags="S", seq=0, ack=0, win=64240, data=b"", options=b"",
         bad=False, **kw):
    seg = tcp_seg_plain(sport, dport, flags, seq, ack, win, data, options)
    return ip6(src, dst, TCP, filled(src, dst, TCP, seg, 16, bad), **kw)


def icmp6(src, dst, typ, code=0, rest=b"\0\0\0\0", data=b"", bad=False, **kw):
    seg = struct.pack("!BBH", typ, code, 0) + rest + data
    return ip6(src, dst, ICMPV6, filled(src, dst, ICMPV6, seg, 2, bad), **kw)


def ping6(src, dst, echo_id=7, seq=1, reply=False, data=b"ping-data", **kw):
    return icmp6(src, dst, 129 if reply else 128, 0, struct.pack("!HH", echo_id, seq), data, **kw)


def error6(src, dst, typ, code, inner, rest=b"\0\0\0\0", **kw):
    """ICMPv6 error that quotes as much of inner as fits into the least MTU."""
    return icmp6(src, dst, typ, code, rest, inner[:LEAST_MTU - 48], **kw)


def fragments6(pkt, size, ident):
    """Split a packet: at most size bytes a piece (multiple of 8). Each piece repeats the hop-by-hop
    options and routing headers that the packet begins with."""
    word, _, first, hl = struct.unpack("!IHBB", pkt[:8])
    src, dst, at, proto, before = text(pkt[8:24]), text(pkt[24:40]), 40, first, []
    while proto in (HOPOPTS, ROUTING):
        end = at + (pkt[at + 1] + 1) * 8
        before.append((proto, lambda nxt, body=pkt[at + 1:end]: bytes((nxt,)) + body))
        proto, at = pkt[at], end
    body, out = pkt[at:], []
    for off in range(0, len(body), size):
        out.append(ip6(src, dst, proto, body[off:off + size], hl=hl, tc=word >> 20 & 0xFF,
                       flow=word & 0xFFFFF,
                       ext=before + [fragment_header(ident, off, off + size < len(body))]))
    return out


def reply(raw, spec):
    """The answer to IPv6 packet raw, as kernel_oracle.make_reply() makes it of IPv4; or None."""
    src, dst, w = text(raw[8:24]), text(raw[24:40]), Walk(raw)
    l4 = spec.get("l4", {})
    data = bytes.fromhex(l4.get("data", ""))
    kw = {"hl": spec.get("ttl", 64)}
    if w.offset:
        return None                     # not a first fragment
    if "error" in spec:
        typ, code = spec["error"]
        return error6(spec.get("from", dst), src, typ, code, raw,
                      struct.pack("!I", spec.get("mtu", 0)), **kw)
    p = raw[w.at:]
    if w.proto == UDP and len(p) >= 8:
        sp, dp = struct.unpack("!HH", p[:4])
        return udp6(dst, src, dp, sp, data, **kw)
    if w.proto == TCP and len(p) >= 20:
        sp, dp = struct.unpack("!HH", p[:4])
        return tcp6(dst, src, dp, sp, *answer(p, l4), data, echo(p, l4), **kw)
    if w.proto == ICMPV6 and len(p) >= 8 and p[0] == 128:
        return icmp6(dst, src, 129, p[1], p[4:8], p[8:], **kw)
    return None


def describe(raw):
    """A packet in a line, as kernel_oracle.describe() does it for IPv4."""
    w = Walk(raw)
    word, length, first, hl = struct.unpack("!IHBB", raw[:8])
    s = "%s > %s hl %d tc 0x%02x len %d" % (text(raw[8:24]), text(raw[24:40]), hl,
                                          word >> 20 & 0xFF, length)
    if word & 0xFFFFF:
        s += " flow 0x%05x" % (word & 0xFFFFF)
    if w.at > 40 and (w.fragment is None or first != FRAGMENT):
        s += " ext %d" % first
    if w.fragment is not None:
        s += " frag %d%s" % (w.offset, "+" if w.more else "")
    p = raw[w.at:]
    if w.offset:
        return s + " proto %d" % w.proto
    if w.proto == UDP and len(p) >= 8:
        return s + " udp %d>%d" % struct.unpack("!HH", p[:4])
    if w.proto == TCP and len(p) >= 20:
        fl = "".join(c for i, c in enumerate("FSRPAUEC") if p[13] >> i & 1)
        sp, dp, seq, ack = struct.unpack("!HHII", p[:12])
        return s + " tcp %d>%d [%s] seq %d ack %d" % (sp, dp, fl, seq, ack)
    if w.proto == ICMPV6 and len(p) >= 8:
        s += " icmp6 %d/%d" % (p[0], p[1])
        if p[0] < 128:
            return s + " {" + (describe(p[8:]) if is6(p[8:]) else p[8:].hex()) + "}"
        return s + " id %d seq %d" % struct.unpack("!HH", p[4:8])
    return s + " proto %d" % w.proto
