# SPDX-License-Identifier: GPL-2.0-only
"""Random SIP over TCP: segments with a message, with several, or with a piece of one, and what gen_sip.py
says of messages. The server may open connections of its own to a telephone that has registered."""
from gen_sip import MEDIA, Sip, message
from pkt import tcp
from pkt6 import tcp6

SERVER_PORT, CALLER_PORT = 5060, 41000
BEGINS = (1000, 5000)       # the sequence numbers of both sides


class Stream:
    """A TCP connection. Each side counts its own bytes, and acknowledges the handshake only: so what
    NAT adds to a segment or takes from it never puts another one out of the window."""

    def __init__(self, *sides):
        """sides: device, source, its port, destination, its port, as each side has them."""
        self.sides, self.next = sides, list(BEGINS)
        self.is_open = False

    def segment(self, side, flags, data=b""):
        """A pair of device and bytes; side: 0 for who opens the connection."""
        dev, src, sport, dst, dport = self.sides[side]
        seq = self.next[side]
        self.next[side] += len(data) + ("S" in flags)
        ack = BEGINS[1 - side] + 1 if "A" in flags else 0
        make, kw = (tcp6, {}) if ":" in src else (tcp, {"ident": 1})
        return dev, make(src, dst, sport, dport, flags, seq, ack, data=data, **kw)

    def opened(self):
        """The handshake, if it has not been."""
        if self.is_open:
            return []
        self.is_open = True
        return [self.segment(0, "S"), self.segment(1, "SA"), self.segment(0, "A")]


class SipOverTcp(Sip):
    transport = "TCP"

    def stream(self, phone, port):
        """A telephone's connection to the server."""
        a = self.a
        return Stream(("eth0", phone, port, a.server, SERVER_PORT),
                      ("eth1", a.server, SERVER_PORT, a.box if self.nat else phone, port))

    def call(self, port):
        """The server's connection to the first telephone."""
        a = self.a
        return Stream(("eth1", a.server, port, self.outside, self.port),
                      ("eth0", a.phone, self.port, a.server, port))

    def data(self, outgoing):
        """One message, several, or pieces of them."""
        h = self.h
        how = h.random()
        text = "".join(self.text(outgoing) for _ in range(3 if how < 0.1 else 2 if how < 0.35 else 1))
        if 0.35 < how < 0.42:
            text = text[:h.randrange(len(text))]
        if 0.42 < how < 0.5:
            size = h.choice(["1", "-", "x", "0x", "4294967295", "4294967296", "99999999999", "65536",
                             "200", "00", "18446744073709551615"])
            text = text.replace("Content-Length: ", "Content-Length: " + size, 1)
        return text.encode()

    def plain(self, first, method, address, contact, body=""):
        """A message in which nothing is odd, from address, which is reached at contact."""
        headers = [("Via", "SIP/2.0/TCP %s:%d;branch=z1" % (self.host(address), self.port)),
                   ("CSeq", "%d %s" % (self.cseq, method)),
                   ("Contact", "<sip:a@%s:%d>;expires=60" % (self.host(contact), self.port))]
        return message(first, headers, body).encode()

    def registration(self, stream):
        """The telephone registers, and the server agrees."""
        a = self.a
        return [stream.segment(0, "PA", self.plain("REGISTER sip:%s SIP/2.0" % self.host(a.server),
                                                   "REGISTER", a.phone, a.phone)),
                stream.segment(1, "PA", self.plain("SIP/2.0 200 OK", "REGISTER", self.outside,
                                                   self.outside))]

    def invitation(self, stream):
        """The telephone offers a medium, of which one datagram comes."""
        a, port = self.a, self.h.choice([9000, 9002])
        offer = "v=0\r\no=a 1 1 {0} {1}\r\nc={0} {1}\r\nm=audio {2} RTP/AVP 0\r\n".format(
            a.network, a.phone, port)
        invite = self.plain("INVITE sip:b@%s SIP/2.0" % self.host(a.server), "INVITE", a.phone,
                            a.phone, offer)
        return [stream.segment(0, "PA", invite),
                ("eth1", a.datagram(a.server, self.outside, 7000, port + self.h.randint(0, 1),
                                    MEDIA.encode(), ident=1))]

    def datagrams(self):
        h, a = self.h, self.a
        first, call = self.stream(a.phone, self.port), self.call(CALLER_PORT)
        streams = [first] * 6 + [self.stream(a.phone2, 7777), call, call]
        made = first.opened() + [first.segment(0, "PA", self.hello().encode())]
        if h.random() < 0.4:
            made += self.registration(first)
        for _ in range(self.packets // 2):
            how = h.random()
            if how < 0.2:
                dev, src, dst, sport, dport, _ = self.medium(how >= 0.12)
                made.append((dev, a.datagram(src, dst, sport, dport, MEDIA.encode(), ident=1)))
                continue
            if how < 0.25:
                made += self.invitation(first)
                continue
            stream = h.choice(streams)
            made += stream.opened()
            side = int(h.random() < 0.4)
            outgoing = stream.sides[side][0] == "eth0"
            made.append(stream.segment(side, "PA", self.data(outgoing)))
        return made
