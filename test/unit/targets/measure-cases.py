#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compare targets.cases with the real iptables-legacy, or write its answers into the file.

    unshare -n ./measure-cases.py targets.cases            exit status 1 if a line differs
    unshare -n ./measure-cases.py --write targets.cases    complete lines that have only a rule

A line is `table CHAIN rule | saved options | listed text`, or `table CHAIN rule | FAIL`. A chain
in lower case is one that no hook reaches. Needs root and a network namespace of its own.
"""
import re
import shlex
import subprocess
import sys


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def measure(rule):
    table, chain, words = rule.split(" ", 2)
    tool = ["iptables-legacy", "-t", table]
    if chain.islower():
        run(*tool, "-N", chain)
    failed = run(*tool, "-A", chain, *shlex.split(words)).returncode != 0
    answer = "FAIL"
    if not failed:
        saved = run("iptables-legacy-save", "-t", table).stdout.split("\n")
        saved = [line for line in saved if line.startswith("-A " + chain)][-1]
        listed = run(*tool, "-L", chain, "-n", "-v").stdout.rstrip("\n").split("\n")[-1]
        listed = re.search(r"0\.0\.0\.0/0 +0\.0\.0\.0/0           (.*)$", listed).group(1)
        listed = re.sub(r"^ tcp flags:\S+", "", listed)
        answer = saved[saved.index("-j "):] + " |" + listed
    run(*tool, "-F", chain)
    if chain.islower():
        run(*tool, "-X", chain)
    return (rule + " | " + answer).rstrip()


def main():
    write = sys.argv[1] == "--write"
    path = sys.argv[-1]
    result, wrong = [], 0
    for line in open(path).read().split("\n"):
        if not line or line.startswith("#"):
            result.append(line)
            continue
        result.append(measure(line.split(" | ")[0]))
        if not write and result[-1] != line:
            wrong += 1
            print(f"file:     {line}\niptables: {result[-1]}")
    if write:
        open(path, "w").write("\n".join(result))
    return 1 if wrong else 0


sys.exit(main())
