#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compare targets.cases with the real iptables-legacy, or write its answers into the file.

    unshare -n ./measure-cases.py targets.cases            exit status 1 if a line differs
    unshare -n ./measure-cases.py --write targets.cases    complete lines that have only a rule

targets6.cases is about ip6tables-legacy. The targets of targets.cases that are not in it are the same
in both, and compared with both.

A line is `table CHAIN rule | saved options | listed text`, or `table CHAIN rule | FAIL`. A chain
in lower case is one that no hook reaches; `~` is before what this kernel has no module for, which
stands as iptables' own library prints it. Needs root and a network namespace of its own.
"""
import pathlib
import re
import shlex
import subprocess
import sys


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def measure(program, rule):
    table, chain, words = rule.split(" ", 2)
    tool = [program, "-t", table]
    if chain.islower():
        run(*tool, "-N", chain)
    failed = run(*tool, "-A", chain, *shlex.split(words)).returncode != 0
    answer = "FAIL"
    if not failed:
        saved = run(program + "-save", "-t", table).stdout.split("\n")
        saved = [line for line in saved if line.startswith("-A " + chain)][-1]
        listed = run(*tool, "-L", chain, "-n", "-v").stdout.rstrip("\n").split("\n")[-1]
        listed = re.search(r"(?:0\.0\.0\.0/0|::/0 {5}) +(?:0\.0\.0\.0/0|::/0 {5}) {11}(.*)$", listed).group(1)
        listed = re.sub(r"^ tcp flags:\S+", "", listed)
        answer = saved[saved.index("-j "):] + " |" + listed
    run(*tool, "-F", chain)
    if chain.islower():
        run(*tool, "-X", chain)
    return (rule + " | " + answer).rstrip()


def target_of(rule):
    words = rule.split()
    return words[words.index("-j") + 1]


def main():
    write = sys.argv[1] == "--write"
    path = pathlib.Path(sys.argv[-1]).resolve()
    v6 = path.name == "targets6.cases"
    others = path.with_name("targets6.cases").read_text().split("\n")
    own = {target_of(line) for line in others if line and line[0] != "#"} | {"ECN", "TTL"}
    result, wrong = [], 0
    for line in path.read_text().split("\n"):
        if not line or line[0] in "#~":
            result.append(line)
            continue
        rule = line.split(" | ")[0]
        programs = ["ip6tables-legacy"] if v6 else ["iptables-legacy"]
        if not v6 and not write and target_of(rule) not in own:
            programs.append("ip6tables-legacy")
        for program in programs:
            answer = measure(program, rule)
            if not write and answer != line:
                wrong += 1
                print(f"file:     {line}\n{program}: {answer}")
        result.append(answer)
    if write:
        path.write_text("\n".join(result))
    return 1 if wrong else 0


sys.exit(main())
