# SPDX-License-Identifier: GPL-2.0-only
"""Sequence numbers and times with which the target SYNPROXY answers.

Its sequence numbers hash a secret, and its timestamps are of the machine's clock. Both are compared
as distances: from the number of the SYN+ACK (which has a window of 0, as no other has), and from its
time without the six bits that hold options. If the client does not echo that time, the proxy counts
the server's times from their first, whatever its clock: those are compared as they are. What is
masked here still has a right checksum, if it had one before. So it is in what an ICMP error quotes.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle"))

import drawn_packets    # noqa: E402
import pkt              # noqa: E402
import pkt6             # noqa: E402

ICMP, TCP, SYN_ACK, TIMESTAMP = 1, 6, 0x12, 8
NEAR = 1 << 16      # how far a connection gets from its first number and time
BACK = 1 << 12      # and how far before it a time may be that the proxy has shifted
ALL, HALF = 0xFFFFFFFF, 0x80000000


class Segment:
    """A TCP segment in a packet (bytearray, changed in place); at: where it begins, None: no such."""

    def __init__(self, data):
        proto, at = drawn_packets.upper(data) or (None, None)
        self.data, self.at = data, at if proto == TCP and len(data) >= at + 20 else None
        self.addresses = data[8:40] if pkt6.is6(data) else data[12:20]

    def flow(self):
        """Its ports, whichever way it goes: NAT changes addresses, but here no ports."""
        return tuple(sorted((bytes(self.data[self.at:self.at + 2]),
                             bytes(self.data[self.at + 2:self.at + 4]))))

    def word(self, place):
        return int.from_bytes(self.data[self.at + place:self.at + place + 4], "big")

    def set_word(self, place, value):
        self.data[self.at + place:self.at + place + 4] = (value & ALL).to_bytes(4, "big")

    def is_answer(self):
        """Is it a SYN+ACK of a SYN proxy?"""
        return (self.data[self.at + 13] & 0x17 == SYN_ACK
                and self.data[self.at + 14:self.at + 16] == b"\0\0")

    def times(self):
        """Where the two values of an option timestamp are."""
        place, end = 20, min((self.data[self.at + 12] >> 4) * 4, len(self.data) - self.at)
        while place < end and self.data[self.at + place]:
            kind = self.data[self.at + place]
            length = 1 if kind == 1 or place + 1 == end else max(self.data[self.at + place + 1], 2)
            if kind == TIMESTAMP and place + 10 <= end:
                return [place + 2, place + 6]
            place += length
        return []

    def sum(self):
        """The checksum that it should have."""
        segment = self.data[self.at:]
        segment[16:18] = b"\0\0"
        pseudo = self.addresses + bytes((0, TCP)) + len(segment).to_bytes(2, "big")
        return pkt.cksum(bytes(pseudo + segment)).to_bytes(2, "big")


class Answers:
    """What is known of a connection: (number, time) of each answer of the proxy, the times of the
    server's own, and whether the client has echoed a time of the proxy."""

    def __init__(self):
        self.proxy, self.server, self.echoed = [], [], False

    def hear(self, segment):
        """Looks at what is no answer of the proxy."""
        times = segment.times()
        if not times:
            return
        if segment.data[segment.at + 13] & 0x17 == SYN_ACK:
            self.server.append(segment.word(times[0]))
        self.echoed |= segment.word(times[1]) & ~0x3F in [time for _, time in self.proxy]

    def sequence(self, value):
        near = [(value - number) & ALL for number, _ in self.proxy]
        return min((d for d in near if d < NEAR), default=value)

    def time(self, value):
        """The proxy's ACK to the server goes through its own shift of times: it ends as far below
        twice the server's time as the proxy's clock is above 0."""
        times = [t for _, t in self.proxy if t is not None and value]   # 0: nothing to echo
        nearest = min((((value - t + HALF) & ALL) - HALF for t in times), key=abs, default=NEAR)
        if -BACK <= nearest < NEAR:
            return nearest + BACK
        for time in times:
            if any((2 * t - value - time) & ALL < 0x40 for t in self.server):
                return (value + time) & ALL
        return value


def find(result):
    """The Answers of each connection that the proxy has answered, by its ports."""
    found = {}
    for p in result["packets"]:
        for j in p["journeys"]:
            segment = Segment(bytearray.fromhex(j["hooks"][0]["begin"] or ""))
            if segment.at is None:
                continue
            if j["origin"] == "local" and segment.is_answer():
                times = segment.times()
                time = segment.word(times[0]) & ~0x3F if times else None
                found.setdefault(segment.flow(), Answers()).proxy.append((segment.word(4), time))
            elif segment.flow() in found:
                found[segment.flow()].hear(segment)
    return found


def is_error(data, at):
    """Does the ICMP or ICMPv6 message there quote a packet?"""
    return data[at] < 128 if pkt6.is6(data) else data[at] in (3, 5, 11, 12)


def icmp_sum(data, at):
    """The sum over an ICMP or ICMPv6 message: 0 if its checksum is right."""
    size = len(data) - at
    pseudo = bytes(data[8:40]) + size.to_bytes(4, "big") + bytes((0, 0, 0, pkt6.ICMPV6))
    return pkt.cksum((pseudo if pkt6.is6(data) else b"") + bytes(data[at:]))


def mask_quote(data, at, found):
    """An ICMP error at this place of a packet, in which what it quotes is masked. An answer of the proxy
    has no checksum there: Linux completes it when a packet leaves, and what is rejected does not."""
    right = icmp_sum(data, at) == 0
    quote = bytearray.fromhex(mask_packet(data[at + 8:].hex(), found))
    segment = Segment(quote)
    if segment.at is not None and segment.flow() in found and segment.is_answer():
        quote[segment.at + 16:segment.at + 18] = b"\0\0"
    data[at + 8:] = quote
    if right:
        data[at + 2:at + 4] = b"\0\0"
        data[at + 2:at + 4] = icmp_sum(data, at).to_bytes(2, "big")
    return data.hex()


def mask_packet(hexstr, found):
    """A packet in which these numbers and times are distances."""
    packet = bytearray.fromhex(hexstr)
    proto, at = drawn_packets.upper(packet) or (None, None)
    if proto == ICMP and is_error(packet, at):
        return mask_quote(packet, at, found)
    segment = Segment(packet)
    answers = found.get(segment.flow()) if segment.at is not None else None
    if not answers:
        return hexstr
    data, at = segment.data, segment.at
    right = bytes(data[at + 16:at + 18]) == segment.sum()
    for place in (4, 8):
        segment.set_word(place, answers.sequence(segment.word(place)))
    if answers.echoed or segment.is_answer():
        for place in segment.times():
            segment.set_word(place, answers.time(segment.word(place)))
    if right:
        data[at + 16:at + 18] = segment.sum()
    return data.hex()


def masked(result, found):
    """A copy of a result in which these numbers and times are distances."""
    return drawn_packets.masked(result, lambda hexstr: mask_packet(hexstr, found))
