# SPDX-License-Identifier: GPL-2.0-only
"""What the behaviours are made of: a box, packets, and a look at the kernel's result."""
import json
import re
import unittest

from .result import Result

ETH0 = {"name": "eth0", "address": "10.0.0.1/24"}
ETH1 = {"name": "eth1", "address": "192.0.2.1/24"}
ETH2 = {"name": "eth2", "address": "172.16.0.1/24"}
DEFAULT_ROUTE = {"to": "0.0.0.0/0", "via": "192.0.2.254", "dev": "eth1"}
INSIDE, OTHER_INSIDE, OUTSIDE, SERVER = "10.0.0.2", "10.0.0.3", "198.51.100.1", "172.16.0.10"


def rules(**tables):
    """iptables-save text. filter=["FORWARD DROP", "-A FORWARD ..."]: policies, chains and rules."""
    text = ""
    for table, lines in tables.items():
        heads = [":%s [0:0]" % li for li in lines if not li.startswith("-")]
        text += "\n".join(["*" + table] + heads + [li for li in lines if li.startswith("-")]
                          + ["COMMIT", ""])
    return text


def box(packets, rules="", **more):
    """A router with three interfaces; more overrides any part of the scenario."""
    scenario = {"interfaces": [ETH0, ETH1, ETH2], "routes": [DEFAULT_ROUTE], "forwarding": True,
                "local_stack": "silent", "rules": rules, "packets": packets}
    scenario.update(more)
    return json.loads(json.dumps(scenario))


def rx(device, packet, **more):
    """A packet comes in through a device."""
    return dict({"in": device, "hex": packet.hex()}, **more)


def own(packet, **more):
    """The box sends a packet."""
    return dict({"local": True, "hex": packet.hex()}, **more)


def answer(to, **l4):
    """The host that got packet number `to` answers it."""
    return {"reply_to": to, "l4": l4}


def error(to, kind, code, **more):
    """An ICMP error about packet number `to`."""
    return dict({"reply_to": to, "error": [kind, code]}, **more)


class Behaviour(unittest.TestCase):
    """A scenario, and what the kernel must have done with it. Subclasses define scenario() and
    check(); their name is the scenario's: B03TtlRunsOut is b03_ttl_runs_out."""

    maxDiff = None

    @classmethod
    def name(cls):
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", cls.__name__).lower()

    @classmethod
    def number(cls):
        """The row of doc/behaviours.rst; None if it is in none."""
        found = re.match(r"B(\d\d)", cls.__name__)
        return int(found.group(1)) if found else None

    @classmethod
    def scenario(cls):
        raise NotImplementedError

    def check(self, k):
        raise NotImplementedError

    def check_result(self, result):
        self.check(Result(result))
