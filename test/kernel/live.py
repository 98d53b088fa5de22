# SPDX-License-Identifier: GPL-2.0-only
"""Asks the kernel of this machine."""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle"))

import kernel_lock      # noqa: E402
import kernel_oracle    # noqa: E402

PROGRAMS = ("ip", "nft", "iptables-legacy-restore", "iptables-legacy-save",
            "ip6tables-legacy-restore", "ip6tables-legacy-save")
PROBE = {"interfaces": [{"name": "eth0", "address": "10.0.0.1/24"}], "packets": [],
         "rules": "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m conntrack --ctstate NEW\nCOMMIT\n"}


def ask(scenario):
    """What the kernel does with a scenario: kernel_oracle.py's result."""
    with kernel_lock.hold(alone=bool(scenario.get("kernel_log"))):
        return kernel_oracle.run_scenario(scenario)


def why_not():
    """Why the kernel cannot be asked here, or None."""
    if os.geteuid() != 0:
        return "not root"
    for program in PROGRAMS:
        if not shutil.which(program):
            return "no " + program
    if not os.path.exists("/dev/net/tun"):
        return "no /dev/net/tun"
    return ask(PROBE).get("error")
