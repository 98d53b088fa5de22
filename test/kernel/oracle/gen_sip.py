# SPDX-License-Identifier: GPL-2.0-only
"""Random SIP: telephones at home, a registrar outside, what they say right and wrong, and the media
that they announce. The rules give what goes to port 5060 to the helper sip; with NAT or without.

Ports of telephones differ, and the first one speaks first: else the kernel would draw a source port
at random and write it into messages."""
import random

from pkt import udp

PHONE, PHONE2, BOX, SERVER, STRANGER = ("10.0.0.5", "10.0.0.6", "192.0.2.1", "203.0.113.60",
                                        "203.0.113.99")
PHONE2_PORT = 7777
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
-A PREROUTING -p udp -m udp --dport 5060 -j CT --helper sip
COMMIT
%s*filter
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

    def __init__(self, seed, args):
        self.h = random.Random("sip %d" % seed)
        self.packets = args.packets
        self.nat = self.h.random() < 0.75
        self.port = self.h.choice([5060, 5060, 5062, 6000])     # of the first telephone
        self.outside = BOX if self.nat else PHONE               # what others know it by
        self.cseq = 1

    def any_address(self):
        return self.h.choice([PHONE, PHONE, PHONE, PHONE2, SERVER, STRANGER, BOX])

    def uri(self, address):
        port = self.h.choice([None, 5060, self.port])
        return "<sip:%s%s%s>" % (self.h.choice(["a@", "", "bob@"]), address,
                                 ":%d" % port if port else "")

    def session(self, address):
        """A session description, or nothing."""
        h = self.h
        if h.random() < 0.3:
            return ""
        lines = ["v=0", "o=a 1 1 IN IP4 %s" % h.choice([address, address, self.any_address()]),
                 "s=-"]
        if h.random() < 0.8:
            lines.append("c=IN IP4 %s" % address)
        lines.append("t=0 0")
        own = h.choice([None, None, address, self.any_address()])
        for _ in range(h.randint(0, 3)):
            lines.append("m=%s %d RTP/AVP 0" % (
                h.choice(["audio", "audio", "video", "image", "text"]),
                h.choice([9000, 9000, 9001, 9002, 8000, 0, 80, 65534, 7000])))
            if own:
                lines.append("c=IN IP4 %s" % own)
        return "\r\n".join(lines) + "\r\n"

    def via(self, outgoing, response):
        h = self.h
        if response:
            address, port = (SERVER, 5060) if outgoing else (self.outside, self.port)
        else:
            address, port = (PHONE, self.port) if outgoing else (SERVER, 5060)
        if h.random() < 0.15:
            address, port = self.any_address(), h.choice([5060, self.port, 5061, 1024, 80])
        parameters = h.choice(["", ";rport", ";rport=5060", ";rport=%d" % self.port])
        parameters += h.choice(["", ";received=" + self.outside, ";received=" + PHONE,
                                ";maddr=" + PHONE])
        return "SIP/2.0/%s %s%s;branch=z%s" % (
            h.choice(["UDP"] * 19 + ["TCP"]), address,
            ":%d" % port if port != 5060 or h.random() < 0.7 else "", parameters)

    def contacts(self):
        h = self.h
        made = [self.uri(h.choice([PHONE, PHONE, self.outside, SERVER, PHONE2])) +
                h.choice(["", ";expires=60", ";expires=0", ";transport=udp", ";transport=tcp",
                          ";expires=", ";q=1;expires=0x40"])
                for _ in range(h.choice([1, 1, 1, 2]))]
        return h.choice([",", ", ", ",\r\n "]).join(made)

    def headers(self, outgoing, method, response):
        h = self.h
        made = [(h.choice(["Via", "Via", "v", "VIA"]), self.via(outgoing, response))]
        if h.random() < 0.2:
            made.append(("Via", "SIP/2.0/UDP 198.51.100.4:5060;branch=y"))
        made.append((h.choice(["From", "f"]),
                     self.uri(PHONE if outgoing else h.choice([SERVER, self.outside])) + ";tag=1"))
        made.append((h.choice(["To", "t"]),
                     self.uri(h.choice([SERVER, self.outside, PHONE]))))
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
        h = self.h
        method, response = h.choice(METHODS), h.random() < 0.45
        speaker = [PHONE, PHONE, PHONE2] if outgoing else [SERVER, SERVER, STRANGER]
        first = "SIP/2.0 %d X" % h.choice([100, 183, 200, 200, 200, 401, 486, 0])
        if not response:
            first = "%s sip:%s%s%s SIP/2.0" % (
                method, h.choice(["b@", ""]),
                h.choice([SERVER if outgoing else self.outside, self.any_address(), "host"]),
                h.choice(["", ":5060", ":%d" % self.port]))
        body = self.session(h.choice(speaker)) if method in WITH_SESSION else ""
        made = message(first, self.headers(outgoing, method, response), body)
        if h.random() < 0.1:
            made = made.replace("Content-Length", h.choice(["l", "X-Length"]))
        return spoilt(h, made)

    def packet(self):
        h, how = self.h, self.h.random()
        if how < 0.5:
            phone = h.choice([PHONE] * 6 + [PHONE2])
            return ("eth0", phone, SERVER, self.port if phone == PHONE else PHONE2_PORT, 5060,
                    self.text(True))
        if how < 0.8:
            return ("eth1", h.choice([SERVER] * 6 + [STRANGER]), self.outside, 5060, self.port,
                    self.text(False))
        if how < 0.92:
            return ("eth1", h.choice([SERVER, SERVER, STRANGER]), self.outside,
                    h.choice([7000, 9000, 5060]), h.choice([9000, 9001, 9002, 8000, self.port]),
                    "media")
        return ("eth0", PHONE, h.choice([SERVER, STRANGER]), h.choice([9000, 9001, 8000]),
                h.choice([7000, 9000]), "media")

    def scenario(self, seed):
        hello = message("OPTIONS sip:b@%s SIP/2.0" % SERVER, self.headers(True, "OPTIONS", False))
        drawn = [("eth0", PHONE, SERVER, self.port, 5060, hello)]
        drawn += [self.packet() for _ in range(self.packets // 2)]
        return {"name": "sip%d" % seed,
                "interfaces": [{"name": "eth0", "address": "10.0.0.1/24"},
                               {"name": "eth1", "address": BOX + "/24"}],
                "routes": [{"to": "0.0.0.0/0", "via": "192.0.2.254", "dev": "eth1"}],
                "forwarding": True, "local_stack": "silent",
                "rules": RULES % (NAT if self.nat else ""),
                "packets": [{"in": dev, "hex": udp(src, dst, sport, dport, text.encode(),
                                                   ident=1).hex()}
                            for dev, src, dst, sport, dport, text in drawn]}
