#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Ask the kernel of this machine what matches of ip6tables say of packets.

    unshare -n ./measure-packets.py packets6.cases            exit status 1 if a line differs
    unshare -n ./measure-packets.py --write packets6.cases    write the kernel's answers into the file

A line is `options; bytes of an IPv6 packet; YES|NO|HOTDROP`. The packet comes in by a TUN device and
meets the rule in raw PREROUTING, without connection tracking. Needs root and a network namespace of
its own.
"""
import fcntl
import os
import re
import shlex
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def open_tun(name):
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    run("ip", "link", "set", name, "up")
    return tun


def counters():
    """How many packets each rule of raw PREROUTING has counted."""
    saved = run("ip6tables-legacy-save", "-c", "-t", "raw").stdout
    return [int(count) for count in re.findall(r"^\[(\d+):\d+\] -A PREROUTING", saved, re.M)]


def ask(tun, options, packet):
    tool = ["ip6tables-legacy", "-t", "raw"]
    run(*tool, "-F")
    for words in ([], shlex.split(options), []):
        added = run(*tool, "-A", "PREROUTING", "-i", "tun0", *words)
        if added.returncode:
            raise SystemExit(f"refused: {options}: {added.stderr}")
    os.write(tun, packet)
    for _ in range(200):
        came, matched, went = counters()
        if came:
            time.sleep(0.002)
            came, matched, went = counters()
            return "YES" if matched else "NO" if went else "HOTDROP"
        time.sleep(0.001)
    raise SystemExit(f"never came to the rule: {packet.hex()}")


def main():
    write = sys.argv[1] == "--write"
    path = sys.argv[-1]
    run("ip", "link", "set", "lo", "up")
    tun = open_tun("tun0")
    run("sysctl", "-w", "net.ipv6.conf.tun0.accept_dad=0", "net.ipv6.conf.all.forwarding=1")
    time.sleep(0.1)
    result, wrong = [], 0
    for line in open(path).read().splitlines():
        if not line or line.startswith("#"):
            result.append(line)
            continue
        options, packet = [word.strip() for word in line.split(";")[:2]]
        result.append(f"{options}; {packet}; {ask(tun, options, bytes.fromhex(packet))}")
        if not write and result[-1] != line:
            wrong += 1
            print(f"file:   {line}\nkernel: {result[-1]}")
    if write:
        open(path, "w").write("\n".join(result) + "\n")
    return 1 if wrong else 0


sys.exit(main())
