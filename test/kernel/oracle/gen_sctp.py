# SPDX-License-Identifier: GPL-2.0-only
"""A random SCTP association: its packets from INIT to SHUTDOWN COMPLETE, some of them wrong."""
import struct

from pkt import chunk, sctp

DATA, INIT, INIT_ACK, SACK, HEARTBEAT, HEARTBEAT_ACK, ABORT, SHUTDOWN = range(8)
SHUTDOWN_ACK, ERROR, COOKIE_ECHO, COOKIE_ACK = range(8, 12)
SHUTDOWN_COMPLETE = 14
CLIENT, SERVER = 0, 1
# Who says what, in order. Where the two may part, one way is drawn.
OPENING = [(CLIENT, INIT), (SERVER, INIT_ACK), (CLIENT, COOKIE_ECHO), (SERVER, COOKIE_ACK)]
TALKING = [(CLIENT, DATA), (SERVER, SACK), (SERVER, DATA), (CLIENT, SACK), (CLIENT, HEARTBEAT),
           (SERVER, HEARTBEAT_ACK), (CLIENT, HEARTBEAT_ACK), (SERVER, ERROR)]
CLOSING = [[(CLIENT, SHUTDOWN), (SERVER, SHUTDOWN_ACK), (CLIENT, SHUTDOWN_COMPLETE)],
           [(SERVER, SHUTDOWN), (CLIENT, SHUTDOWN_ACK), (SERVER, SHUTDOWN_COMPLETE)],
           [(CLIENT, ABORT)], [(SERVER, ABORT)], []]
KINDS = list(range(13)) + [SHUTDOWN_COMPLETE, 128, 192]


def made_chunk(h, kind, tag):
    """tag: what the sender wants to be called."""
    if kind in (INIT, INIT_ACK):
        value = struct.pack("!IIHHI", tag, 1000, 1, 1, h.randrange(1 << 32))
        return chunk(kind, value if h.random() < 0.95 else value[:h.randrange(16)])
    value = h.randbytes(h.choice([0, 4, 8, 11, 12]))
    length = h.choice([0, 1, 3, 4 + len(value), 1000]) if h.random() < 0.05 else None
    return chunk(kind, value, h.choice([0, 0, 0, 1, 3]), length)


def association(h, addresses, ports, ident):
    """Yields who sends (CLIENT or SERVER) and the packet. addresses, ports: of client and server;
    ident: gives an IP id."""
    tags = [h.randrange(1, 1 << 32), h.randrange(1, 1 << 32)]     # what each wants to be called
    steps = OPENING + h.choices(TALKING, k=h.randint(0, 4)) + h.choice(CLOSING)
    if h.random() < 0.2:
        del steps[:h.randrange(1, 4)]       # in the middle of it
    for who, kind in steps:
        if h.random() < 0.05:
            continue                        # lost
        if h.random() < 0.08:
            kind = h.choice(KINDS)
        tag = 0 if kind == INIT else tags[1 - who]
        if h.random() < 0.1:
            tag = h.choice([0, tags[who], h.randrange(1 << 32)])
        body = made_chunk(h, kind, tags[who])
        while h.random() < 0.15:
            body += made_chunk(h, h.choice([DATA, DATA, SACK] + KINDS), tags[who])
        packet = sctp(addresses[who], addresses[1 - who], ports[who], ports[1 - who], tag, body,
                      bad=h.random() < 0.04, ident=ident())
        yield who, packet
        if h.random() < 0.05:
            yield who, packet               # sent again
