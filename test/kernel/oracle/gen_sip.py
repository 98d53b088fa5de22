# SPDX-License-Identifier: GPL-2.0-only
"""Random SIP over UDP: telephones at home, a registrar outside, what they say right and wrong, and the
media that they announce, over IPv4 or IPv6. The rules give what goes to port 5060 to the helper sip;
with NAT or without. gen_sip_tcp.py has it over TCP.

Ports of telephones differ, and the first one speaks first: else the kernel would draw a source port
at random and write it into messages."""
import random

from pkt import udp
from pkt6 import udp6

PHONE2_PORT = 7777
MEDIA = "media"


class Addresses:
    """Who speaks, in one family, and how messages write it."""
    phone, phone2, box, server, stranger, far = ("10.0.0.5", "10.0.0.6", "192.0.2.1", "203.0.113.60",
                                                 "203.0.113.99", "198.51.100.4")
    inside, outside = "10.0.0.1/24", "192.0.2.1/24"
    default, gateway = "0.0.0.0/0", "192.0.2.254"
    network, rules = "IN IP4", "rules"
    datagram = staticmethod(udp)

    def host(self, h, address):
        """In a URI or behind maddr=."""
        return address

    def bare(self, h, address):
        """Behind received= and in session descriptions."""
        return address


class Addresses6(Addresses):
    phone, phone2, box, server, stranger, far = (
        "2001:db8:a::5", "2001:db8:a:0:0:0:10:6", "2001:db8:b::1", "2001:db8:c:60::60",
        "2001:db8:c:60:0:99::", "2001:db8:ffff::4")
    inside, outside = "2001:db8:a::1/64", "2001:db8:b::1/64"
    default, gateway = "::/0", "2001:db8:b::fffe"
    network, rules = "IN IP6", "rules6"

    @staticmethod
    def datagram(src, dst, sport, dport, data, ident=0):
        return udp6(src, dst, sport, dport, data)

    def written(self, h, address):
        how = h.random()
        if how < 0.1:
            return address.upper()
        if how < 0.15:
            return address.replace("db8", "0db8", 1)
        if how < 0.2:
            return address.replace("::", ":0::", 1)
        if how < 0.23:
            return address + h.choice([":", "::", ":1", ".1", "%eth0", "/64"])
        return "::ffff:10.0.0.5" if how < 0.25 else address

    def host(self, h, address):
        how = h.random()
        text = self.written(h, address)
        return text if how < 0.04 else "[" + text if how < 0.06 else "[%s]" % text

    def bare(self, h, address):
        text = self.written(h, address)
        return "[%s]" % text if h.random() < 0.1 else text


ADDRESSES = {4: Addresses(), 6: Addresses6()}
METHODS = ["REGISTER", "REGISTER", "INVITE", "INVITE", "INVITE", "ACK", "BYE", "UPDATE", "PRACK",
           "CANCEL", "OPTIONS"]
WITH_SESSION = {"INVITE", "ACK", "UPDATE", "PRACK"}
NAT = """*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -o eth1 -j MASQUERADE
COMMIT
"""
RULES = """*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A PREROUTING -p {proto} -m {proto} --dport 5060 -j CT --helper sip
COMMIT
{nat}*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i eth0 -j ACCEPT
COMMIT
"""


def message(first, headers, body=""):
    lines = [first] + ["%s: %s" % h for h in headers]
    if body:
        lines.append("Content-Type: application/sdp")
    return "\r\n".join(lines + ["Content-Length: %d" % len(body), "", ""]) + body


def spoilt(h, text):
    """The text, perhaps cut, with a letter exchanged, or with other ends of lines."""
    how = h.random()
    if how < 0.06:
        return text[:h.randrange(len(text))]
    if how < 0.12:
        at = h.randrange(len(text))
        return text[:at] + h.choice([":", "\n", "\r\n ", " ", "x", "9", ",", ";", ""]) \
            + text[at + 1:]
    return text.replace("\r\n", "\n") if how < 0.15 else text


class Sip:
    """One random scenario."""
    transport = "UDP"

    def __init__(self, seed, args):
        self.h = random.Random("sip %d" % seed)
        self.packets = args.packets
        self.nat = self.h.random() < 0.75
        self.port = self.h.choice([5060, 5060, 5062, 6000])     # of the first telephone
        self.a = ADDRESSES[args.family]
        self.outside = self.a.box if self.nat else self.a.phone # what others know it by
        self.cseq = 1

    def any_address(self):
        a = self.a
        return self.h.choice([a.phone, a.phone, a.phone, a.phone2, a.server, a.stranger, a.box])

    def host(self, address):
        return self.a.host(self.h, address)

    def bare(self, address):
        return self.a.bare(self.h, address)

    def uri(self, address):
        port = self.h.choice([None, 5060, self.port])
        return "<sip:%s%s%s>" % (self.h.choice(["a@", "", "bob@"]), self.host(address),
                                 ":%d" % port if port else "")

    def session(self, address):
        """A session description, or nothing."""
        h, network = self.h, self.a.network
        if h.random() < 0.3:
            return ""
        owner = h.choice([address, address, self.any_address()])
        lines = ["v=0", "o=a 1 1 %s %s" % (network, self.bare(owner)), "s=-"]
        if h.random() < 0.8:
            lines.append("c=%s %s" % (network, self.bare(address)))
        lines.append("t=0 0")
        own = h.choice([None, None, address, self.any_address()])
        for _ in range(h.randint(0, 3)):
            lines.append("m=%s %d RTP/AVP 0" % (
                h.choice(["audio", "audio", "video", "image", "text"]),
                h.choice([9000, 9000, 9001, 9002, 8000, 0, 80, 65534, 7000])))
            if own:
                lines.append("c=%s %s" % (network, self.bare(own)))
        return "\r\n".join(lines) + "\r\n"

    def via(self, outgoing, response):
        h, a = self.h, self.a
        if response:
            address, port = (a.server, 5060) if outgoing else (self.outside, self.port)
        else:
            address, port = (a.phone, self.port) if outgoing else (a.server, 5060)
        if h.random() < 0.15:
            address, port = self.any_address(), h.choice([5060, self.port, 5061, 1024, 80])
        parameters = h.choice(["", ";rport", ";rport=5060", ";rport=%d" % self.port])
        parameters += h.choice(["", ";received=" + self.bare(self.outside),
                                ";received=" + self.bare(a.phone), ";maddr=" + self.host(a.phone)])
        other = {"UDP": "TCP", "TCP": "UDP"}[self.transport]
        return "SIP/2.0/%s %s%s;branch=z%s" % (
            h.choice([self.transport] * 19 + [other]), self.host(address),
            ":%d" % port if port != 5060 or h.random() < 0.7 else "", parameters)

    def contacts(self):
        h, a = self.h, self.a
        made = [self.uri(h.choice([a.phone, a.phone, self.outside, a.server, a.phone2])) +
                h.choice(["", ";expires=60", ";expires=0", ";transport=udp", ";transport=tcp",
                          ";expires=", ";q=1;expires=0x40"])
                for _ in range(h.choice([1, 1, 1, 2]))]
        return h.choice([",", ", ", ",\r\n "]).join(made)

    def headers(self, outgoing, method, response):
        h, a = self.h, self.a
        made = [(h.choice(["Via", "Via", "v", "VIA"]), self.via(outgoing, response))]
        if h.random() < 0.2:
            made.append(("Via", "SIP/2.0/%s %s:5060;branch=y" % (self.transport, self.host(a.far))))
        made.append((h.choice(["From", "f"]),
                     self.uri(a.phone if outgoing else h.choice([a.server, self.outside])) + ";tag=1"))
        made.append((h.choice(["To", "t"]),
                     self.uri(h.choice([a.server, self.outside, a.phone]))))
        self.cseq += not response and h.random() < 0.5
        made.append((h.choice(["CSeq", "CSEQ", "cseq"]), "%d %s" % (self.cseq, method)))
        if h.random() < 0.7:
            made.append((h.choice(["Contact", "m"]), self.contacts()))
        if h.random() < 0.3:
            made.append(("Expires", str(h.choice([0, 30, 3600]))))
        if h.random() < 0.1:
            h.shuffle(made)
        return made

    def text(self, outgoing):
        h, a = self.h, self.a
        method, response = h.choice(METHODS), h.random() < 0.45
        speaker = [a.phone, a.phone, a.phone2] if outgoing else [a.server, a.server, a.stranger]
        first = "SIP/2.0 %d X" % h.choice([100, 183, 200, 200, 200, 401, 486, 0])
        if not response:
            name = h.choice(["b@", ""])
            host = h.choice([a.server if outgoing else self.outside, self.any_address(), "host"])
            first = "%s sip:%s%s%s SIP/2.0" % (
                method, name, host if host == "host" else self.host(host),
                h.choice(["", ":5060", ":%d" % self.port]))
        body = self.session(h.choice(speaker)) if method in WITH_SESSION else ""
        made = message(first, self.headers(outgoing, method, response), body)
        if h.random() < 0.1:
            made = made.replace("Content-Length", h.choice(["l", "X-Length"]))
        return spoilt(h, made)

    def hello(self):
        return message("OPTIONS sip:b@%s SIP/2.0" % self.host(self.a.server),
                       self.headers(True, "OPTIONS", False))

    def medium(self, outgoing):
        """A datagram that was announced, or not."""
        h, a = self.h, self.a
        if outgoing:
            return ("eth0", a.phone, h.choice([a.server, a.stranger]), h.choice([9000, 9001, 8000]),
                    h.choice([7000, 9000]), MEDIA)
        return ("eth1", h.choice([a.server, a.server, a.stranger]), self.outside,
                h.choice([7000, 9000, 5060]), h.choice([9000, 9001, 9002, 8000, self.port]), MEDIA)

    def packet(self):
        h, a, how = self.h, self.a, self.h.random()
        if how < 0.5:
            phone = h.choice([a.phone] * 6 + [a.phone2])
            return ("eth0", phone, a.server, self.port if phone == a.phone else PHONE2_PORT, 5060,
                    self.text(True))
        if how < 0.8:
            return ("eth1", h.choice([a.server] * 6 + [a.stranger]), self.outside, 5060, self.port,
                    self.text(False))
        return self.medium(how >= 0.92)

    def datagrams(self):
        """Pairs of device and bytes."""
        drawn = [("eth0", self.a.phone, self.a.server, self.port, 5060, self.hello())]
        drawn += [self.packet() for _ in range(self.packets // 2)]
        return [(dev, self.a.datagram(src, dst, sport, dport, text.encode(), ident=1))
                for dev, src, dst, sport, dport, text in drawn]

    def scenario(self, seed):
        a = self.a
        return {"name": "sip%d" % seed,
                "interfaces": [{"name": "eth0", "address": a.inside},
                               {"name": "eth1", "address": a.outside}],
                "routes": [{"to": a.default, "via": a.gateway, "dev": "eth1"}],
                "forwarding": True, "local_stack": "silent",
                a.rules: RULES.format(proto=self.transport.lower(), nat=NAT if self.nat else ""),
                "packets": [{"in": dev, "hex": data.hex()} for dev, data in self.datagrams()]}
