# SPDX-License-Identifier: GPL-2.0-only
"""Ids of fragments into which the box has cut a datagram of IPv6. Linux draws them at random, and an
ICMPv6 error that answers such a piece quotes its id.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle"))

import drawn_packets    # noqa: E402
import pkt6             # noqa: E402


def cut_piece(p, output):
    """Where the id of an output is, if the box has cut it from what it was in its last hook."""
    raw = bytes.fromhex(output["hex"])
    if not pkt6.is6(raw) or output["journey"] is None:
        return None
    at = pkt6.Walk(raw).fragment
    whole = bytes.fromhex(p["journeys"][output["journey"]]["hooks"][-1]["end"] or "")
    if not at or not pkt6.is6(whole) or pkt6.Walk(whole).fragment:
        return None
    return at + 4


def with_numbered_pieces(p):
    """The outputs of a packet's result. Where the box has cut a datagram into pieces, their id is
    the number of the datagram among those."""
    numbers, outputs = {}, []
    for o in p["outputs"]:
        at = cut_piece(p, o)
        if at:
            raw = bytes.fromhex(o["hex"])
            number = numbers.setdefault(raw[at:at + 4], len(numbers) + 1)
            o = dict(o, hex=(raw[:at] + number.to_bytes(4, "big") + raw[at + 4:]).hex())
        outputs.append(o)
    return outputs


def find(result):
    """All ids that the box has drawn."""
    return {bytes.fromhex(o["hex"])[at:at + 4] for p in result["packets"] for o in p["outputs"]
            for at in [cut_piece(p, o)] if at}


def mask_quote(hexstr, ids):
    """A packet; if it is an ICMPv6 error that quotes one of these ids, the id and the checksum over
    it are 0."""
    raw = bytes.fromhex(hexstr)
    if not pkt6.is6(raw):
        return hexstr
    walk = pkt6.Walk(raw)
    inner = raw[walk.at + 8:]
    if walk.proto != pkt6.ICMPV6 or walk.offset or not pkt6.is6(inner) or raw[walk.at] >= 128:
        return hexstr
    at = pkt6.Walk(inner).fragment
    if not at or inner[at + 4:at + 8] not in ids:
        return hexstr
    inner = inner[:at + 4] + bytes(4) + inner[at + 8:]
    return (raw[:walk.at + 2] + bytes(2) + raw[walk.at + 4:walk.at + 8] + inner).hex()


def masked(result, ids):
    """A copy of a result in which no quote tells these ids."""
    return drawn_packets.masked(result, lambda hexstr: mask_quote(hexstr, ids))
