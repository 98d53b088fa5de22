# SPDX-License-Identifier: GPL-2.0-only
"""What gen.py says about each address family: addresses, words of rules, builders of packets.

A box of either family has the same three interfaces with the same neighbours. Builders take
IPv4's names (ttl, tos, ident), so that a conversation is written once."""
import ipaddress

import pkt
import pkt6


class Ipv4:
    family, bits = 4, 32
    rules, other = "rules", []
    ifaces = [{"name": "eth0", "address": "10.0.0.1/24"},
              {"name": "eth1", "address": "192.0.2.1/24"},
              {"name": "eth2", "address": "172.16.0.1/24"}]
    routes = [{"to": "0.0.0.0/0", "via": "192.0.2.254", "dev": "eth1"}]
    dev = {"eth0": ["10.0.0.2", "10.0.0.3", "10.0.0.4"],
           "eth1": ["198.51.100.1", "198.51.100.2", "192.0.2.77", "203.0.113.5"],
           "eth2": ["172.16.0.10", "172.16.0.11"]}
    box = ["10.0.0.1", "192.0.2.1", "172.16.0.1"]
    loopback, group = "127.0.0.1", "224.0.0.5"
    broadcast = {"eth0": "10.0.0.255", "eth1": "192.0.2.255", "eth2": "172.16.0.255"}
    lengths = [32, 32, 31, 30, 24, 24, 16, 8]
    icmp, icmp_number = "icmp", "1"
    icmp_match = "-m icmp %s--icmp-type %s"
    icmp_types = ["8", "0", "3", "3/3", "11", "echo-request"]
    errors = [(3, 1), (3, 3), (3, 4), (11, 0)]
    hop_match, hop_target = "-m ttl --ttl-%s %d", "TTL"
    hop_changes = ["--ttl-set 64", "--ttl-set 2", "--ttl-dec 1", "--ttl-inc 5", "--ttl-set 1"]
    sizes = ["0:40", "33", "41:100", "100:1500", "28:60"]
    ranges = [("10.0.0.1", "10.0.0.2"), ("10.0.0.3", "10.0.0.200"), ("172.16.0.0", "172.16.0.10"),
              ("192.0.2.0", "198.51.100.1"), ("198.51.100.2", "203.0.113.255")]
    types = ["LOCAL", "UNICAST", "BROADCAST", "MULTICAST"]
    rejects = ["", " --reject-with icmp-host-unreachable", " --reject-with icmp-admin-prohibited",
               " --reject-with icmp-net-prohibited"]
    snat, snat_range = "192.0.2.50", "192.0.2.50-192.0.2.53"
    snat_more = ["192.0.2.1", "172.16.0.200"]
    netmap_source = ["192.0.2.128/26", "172.16.0.0/24"]
    dnat = ["10.0.0.2", "172.16.0.10", "172.16.0.11", "198.51.100.1", "10.0.0.1"]
    dnat_range = ["172.16.0.10-172.16.0.13"]
    netmap_destination = ["10.0.0.0/24", "172.16.0.0/28"]
    protocols = [50, 89, 253]
    udp, tcp, ping, icmp_error = (staticmethod(f) for f in (pkt.udp, pkt.tcp, pkt.ping,
                                                            pkt.icmp_error))
    ip, fragments = staticmethod(pkt.ip), staticmethod(pkt.fragments)

    @staticmethod
    def with_port(address, port):
        return address + port

    @staticmethod
    def more_of_header(gen):
        """What else the header of a packet gets."""
        return {}

    @staticmethod
    def more_matches(gen, table, chain):
        """(name, probability, function) of matches that only this family has."""
        return []

    @staticmethod
    def more_targets(gen, table, hooks):
        """(name, weight, text) of targets that only this family has."""
        return []


def _as_ipv6(make):
    """A builder of pkt6.py that takes IPv4's names of header fields."""
    def build(*args, ttl=64, tos=0, ident=0, **kw):
        return make(*args, hl=ttl, tc=tos, **kw)
    return staticmethod(build)


def _fragments(packet, size):
    return pkt6.fragments6(packet, size, sum(packet[40:48]) + 1)


class Ipv6(Ipv4):
    family, bits = 6, 128
    rules = "rules6"
    ifaces = [{"name": "eth0", "address": "2001:db8:a::1/64"},
              {"name": "eth1", "address": "2001:db8:b::1/64"},
              {"name": "eth2", "address": "fd00:c::1/64"}]
    routes = [{"to": "::/0", "via": "2001:db8:b::fe", "dev": "eth1"}]
    dev = {"eth0": ["2001:db8:a::2", "2001:db8:a::3", "2001:db8:a::4"],
           "eth1": ["2001:db8:100::1", "2001:db8:100::2", "2001:db8:b::77", "2001:db8:203::5"],
           "eth2": ["fd00:c::10", "fd00:c::11"]}
    box = ["2001:db8:a::1", "2001:db8:b::1", "fd00:c::1"]
    loopback, group, broadcast = "::1", "ff02::5", {}
    lengths = [128, 128, 127, 126, 64, 64, 48, 32]
    icmp, icmp_number = "ipv6-icmp", "58"
    icmp_match = "-m icmp6 %s--icmpv6-type %s"
    icmp_types = ["128", "129", "1", "1/4", "3", "echo-request"]
    errors = [(1, 0), (1, 4), (1, 1), (2, 0), (3, 0), (4, 1)]
    hop_match, hop_target = "-m hl --hl-%s %d", "HL"
    hop_changes = ["--hl-set 64", "--hl-set 2", "--hl-dec 1", "--hl-inc 5", "--hl-set 1"]
    sizes = ["0:60", "53", "61:120", "120:1500", "48:80"]
    ranges = [("2001:db8:a::1", "2001:db8:a::2"), ("2001:db8:a::3", "2001:db8:a::ffff"),
              ("fd00:c::", "fd00:c::10"), ("2001:db8:b::", "2001:db8:100::1"),
              ("2001:db8:100::2", "2001:db8:203::ffff")]
    types = ["LOCAL", "UNICAST", "ANYCAST", "MULTICAST"]
    rejects = ["", " --reject-with icmp6-addr-unreachable",
               " --reject-with icmp6-adm-prohibited", " --reject-with icmp6-no-route"]
    snat, snat_range = "2001:db8:b::50", "2001:db8:b::50-2001:db8:b::53"
    snat_more = ["2001:db8:b::1", "fd00:c::200"]
    netmap_source = ["2001:db8:b:0:80::/80", "fd00:c::/64"]
    dnat = ["2001:db8:a::2", "fd00:c::10", "fd00:c::11", "2001:db8:100::1", "2001:db8:a::1"]
    dnat_range = ["fd00:c::10-fd00:c::13"]
    netmap_destination = ["2001:db8:a::/64", "fd00:c::/124"]
    protocols = [50, 89, 253, 59]
    udp, tcp, ping, icmp_error, ip = (_as_ipv6(f) for f in (
        pkt6.udp6, pkt6.tcp6, pkt6.ping6, pkt6.error6, pkt6.ip6))
    fragments = staticmethod(_fragments)

    @staticmethod
    def with_port(address, port):
        return "[%s]%s" % (address, port) if port else address

    @staticmethod
    def more_of_header(gen):
        r, more = gen.r, {}
        if gen.ok("flow") and gen.chance(0.1):
            more["flow"] = r.randrange(1 << 20)
        if gen.ok("extensions") and gen.chance(0.12):
            more["ext"] = r.choice([[pkt6.hop_by_hop()], [pkt6.dst_options()],
                                    [pkt6.hop_by_hop(), pkt6.dst_options()],
                                    [pkt6.routing()], [pkt6.auth()],
                                    [pkt6.fragment_header(r.randrange(1, 1 << 32))]])
        return more

    @staticmethod
    def more_matches(gen, table, chain):
        r = gen.r
        return [
            ("ipv6header", 0.03, lambda: "-m ipv6header %s--header %s%s" % (
                gen.neg(), r.choice(["hop", "dst", "frag", "hop,dst", "prot", "auth"]),
                r.choice([" --soft", ""]))),
            ("frag", 0.03, lambda: "-m frag " + r.choice(
                ["--fragfirst", "--fragmore", "--fraglast", "--fragid 0:2000"])),
            ("hbh", 0.02, lambda: "-m hbh --hbh-len 8"),
            ("dst", 0.02, lambda: "-m dst --dst-len 8"),
            ("rt", 0.02, lambda: "-m rt %s--rt-type 2" % gen.neg()),
            ("eui64", 0.01, lambda: "-m eui64") if chain in ("PREROUTING", "INPUT", "FORWARD")
            else ("eui64", 0, None),
        ]

    @staticmethod
    def more_targets(gen, table, hooks):
        if table != "mangle":
            return []
        made = [("DNPT", 0.3, "DNPT --src-pfx 2001:db8:b::/64 --dst-pfx 2001:db8:a::/64"),
                ("SNPT", 0.3, "SNPT --src-pfx 2001:db8:a::/64 --dst-pfx 2001:db8:b::/64")]
        allowed = {"DNPT": {"PREROUTING", "OUTPUT"}, "SNPT": {"INPUT", "POSTROUTING"}}
        return [m for m in made if set(hooks) <= allowed[m[0]]]


def network(address, length):
    """The network of this length that an address is in, as text."""
    return str(ipaddress.ip_network("%s/%d" % (address, length), strict=False))


WORDS = {4: Ipv4, 6: Ipv6}
