#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Measures on this kernel what NfCpuQueue asks for, and prints it as its attributes.

Each figure is a difference of the CPU time of sending datagrams to lo, in a network namespace of
its own, under two rule sets that differ in the thing measured. Needs root, ip, iptables and
conntrack.
"""

import os
import re
import socket
import subprocess
import sys
import time

NAMESPACE = f"nfcost{os.getpid()}"
PACKETS = 50000
ROUNDS = 9
NOTHING = "*raw\nCOMMIT\n*filter\nCOMMIT\n*nat\nCOMMIT\n"
# What is sent ends behind the hooks of sending, where its connection has been confirmed.
SINK = "*raw\n-A PREROUTING -p udp -j DROP\nCOMMIT\n"
TRACKED = "*filter\n-A FORWARD -m conntrack --ctstate NEW -j ACCEPT\nCOMMIT\n"
TRANSLATED = "*nat\n-A POSTROUTING -p udp -j SNAT --to-source 127.0.0.2\nCOMMIT\n"
LOGGED = "*filter\n-A OUTPUT -p udp -j LOG\nCOMMIT\n"
ALL_NAMESPACES = "net.netfilter.nf_log_all_netns"


def inside(*command, **options):
    """Run a command in the namespace; its output is returned."""
    return subprocess.run(
        ["ip", "netns", "exec", NAMESPACE, *command],
        check=True, capture_output=True, text=True, **options
    ).stdout


def dropping(count, rule):
    """A rule set that drops datagrams before tracking, behind some rules that do not match."""
    rules = f"-A OUTPUT {rule} -j DROP\n" * count
    return f"*raw\n{rules}-A OUTPUT -p udp -j DROP\nCOMMIT\n"


def send(packets, ports):
    """Send datagrams to so many ports; returns nanoseconds of CPU time for each."""
    targets = [("127.0.0.1", 1000 + i % ports) for i in range(packets)]
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    before = time.process_time_ns()
    for target in targets:
        try:
            sender.sendto(b"x" * 64, target)
        except PermissionError:
            pass  # how a drop in OUTPUT is told
    return (time.process_time_ns() - before) / packets


def measure(rules, ports=1, packets=PACKETS):
    """The least cost of a datagram under a rule set, in nanoseconds; an empty table of
    connections is what each round begins with."""
    inside("iptables-restore", input=NOTHING + rules)
    least = float("inf")
    for _ in range(ROUNDS):
        subprocess.run(["ip", "netns", "exec", NAMESPACE, "conntrack", "-F"], capture_output=True,
                       check=False)
        least = min(least, float(inside(sys.executable, __file__, str(packets), str(ports))))
    return least


def main():
    """Measure all, in a namespace that does not stay."""
    subprocess.run(["ip", "netns", "add", NAMESPACE], check=True)
    logging = subprocess.run(["sysctl", "-n", ALL_NAMESPACES], capture_output=True, text=True,
                             check=False).stdout.strip()
    try:
        inside("ip", "link", "set", "lo", "up")
        none = measure(dropping(0, ""))
        plain = (measure(dropping(500, "-p tcp -s 10.1.2.3 -d 10.9.8.7")) - none) / 500
        match = (measure(dropping(500, "-p udp --dport 7")) - none) / 500
        sink = measure(SINK)
        same = measure(SINK + TRACKED)
        fresh = measure(SINK + TRACKED, ports=PACKETS)
        natted = measure(SINK + TRANSLATED)
        print(f"Fixed           {sink:6.0f}  with the system call that sends, and its caller")
        print(f"PerRule         {plain:6.1f}  addresses and protocol; with a match {match:.1f}")
        print(f"PerLookup       {same - sink:6.0f}")
        print(f"PerInsertion    {fresh - same:6.0f}")
        print(f"PerTranslation  {natted - same:6.0f}")
        if re.fullmatch("[01]", logging):
            subprocess.run(["sysctl", "-qw", ALL_NAMESPACES + "=1"], check=True)
            print(f"PerLogLine      {measure(SINK + LOGGED, packets=1000) - sink:6.0f}")
    finally:
        if re.fullmatch("[01]", logging):
            subprocess.run(["sysctl", "-qw", f"{ALL_NAMESPACES}={logging}"], check=True)
        subprocess.run(["ip", "netns", "delete", NAMESPACE], check=True)


if len(sys.argv) == 3:
    print(send(int(sys.argv[1]), int(sys.argv[2])))
else:
    main()
