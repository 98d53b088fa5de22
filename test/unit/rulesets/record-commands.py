#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Play commands.cases with the real iptables-legacy, and write what it says into the file.

    unshare -n ./record-commands.py commands.cases            exit status 1 if an answer differs
    unshare -n ./record-commands.py --write commands.cases

A line "$ words" is a command; the lines behind it are its standard output, each after "> ", and
"= N" its exit status if that is not 0. Needs root and a network namespace of its own.
"""
import shlex
import subprocess
import sys

TABLES = ("raw", "mangle", "nat", "filter", "security")


def run(*words):
    return subprocess.run(["iptables-legacy", *words], capture_output=True, text=True)


def clear():
    for table in TABLES:
        run("-t", table, "-F")
        run("-t", table, "-X")
        for chain in ("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"):
            run("-t", table, "-P", chain, "ACCEPT")


def main():
    path = sys.argv[-1]
    before = open(path).read().split("\n")
    after = []
    clear()
    for line in before:
        if line.startswith("> ") or line.startswith("= ") or line == ">":
            continue
        after.append(line)
        if line == "---":
            clear()
        if line.startswith("$ "):
            answer = run(*shlex.split(line[2:]))
            after += [("> " + text).rstrip("\n") for text in answer.stdout.split("\n")[:-1]]
            after += [f"= {answer.returncode}"] if answer.returncode else []
    if "--write" in sys.argv:
        open(path, "w").write("\n".join(after))
        return 0
    for old, new in zip(before, after):
        if old != new:
            print(f"file:     {old}\niptables: {new}")
            return 1
    return 0 if before == after else 1


sys.exit(main())
