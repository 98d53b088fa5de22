# SPDX-License-Identifier: GPL-2.0-only
"""What drawn_cookies.py, drawn_ids.py and drawn_ports.py share: the packets of a result."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle"))

import pkt6     # noqa: E402


def upper(data):
    """(protocol, where it begins) of a packet's upper layer, ICMPv6 under the number of ICMP; None
    of a later piece, and of what has no whole header."""
    if pkt6.is6(data):
        walk = pkt6.Walk(data)
        proto, at, later = 1 if walk.proto == pkt6.ICMPV6 else walk.proto, walk.at, walk.offset
    elif len(data) >= 20:
        proto, at, later = data[9], (data[0] & 15) * 4, (data[6] << 8 | data[7]) & 0x1FFF
    else:
        return None
    return None if later or len(data) < at + 8 else (proto, at)


def masked(value, mask, key=None):
    """A copy of a result in which each packet is what mask makes of its hexadecimal digits."""
    if isinstance(value, dict):
        return {k: masked(v, mask, k) for k, v in value.items()}
    if isinstance(value, list):
        return [masked(v, mask, key) for v in value]
    if key in ("hex", "begin", "end") and isinstance(value, str):
        return mask(value)
    return value
