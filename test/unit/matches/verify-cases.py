#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check the tables in cases/ against the iptables-legacy and the kernel of this machine.

    unshare -n python3 verify-cases.py [cases/NAME.cases ...]     as root; exit status 1 on any difference
    unshare -n python3 verify-cases.py --fill FILE ...            print the tables as the machine has them

Files in cases6/ are asked of ip6tables-legacy. So are those in cases/, a second time, of matches that
rules of both families have and that cases6/ does not tell.

A line is `options ; canonical form or = ; OK|FAIL ; text of iptables -L -n -v`. `:CHAIN` and
`*TABLE` lines say where the following rules go; `#` begins a comment, `%` a command of
iptables that comes before; `~` a case that needs a module
that this kernel lacks: it stands as iptables' own library prints it, and is not checked here. Measured
with iptables 1.8.9 (legacy) on Linux 6.18.
"""
import pathlib
import re
import shlex
import subprocess
import sys


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def ask(tool, table, chain, options):
    """What the machine makes of a rule: (canonical, verdict, listing)."""
    added = run(tool, "-t", table, "-A", chain, *shlex.split(options), "-j", "ACCEPT")
    if added.returncode:
        return "", "FAIL", f"{added.returncode}: {added.stderr.strip()}"
    saved = run(tool + "-save", "-t", table).stdout
    listed = run(tool, "-t", table, "-nvL", chain).stdout
    run(tool, "-t", table, "-F", chain)
    rule = re.search(rf"^-A {chain} (.*) -j ACCEPT$", saved, re.M)
    text = re.search(r"(?:0\.0\.0\.0|::)/0 {11,17}(?:0\.0\.0\.0|::)/0 {11,17}([^\0\n]*)\0?$",
                     listed, re.M)
    if not rule or not text:
        raise SystemExit(f"cannot read back: {options}\n{saved}\n{listed}")
    return rule.group(1), "OK", text.group(1)


IPV4_ONLY = {"ah", "icmp", "osf", "realm", "ttl"}


def tools_for(file):
    """The programs that a table is about."""
    if file.parent.name == "cases6":
        return ["ip6tables-legacy"]
    own = file.parent.parent / "cases6" / file.name
    both = file.stem not in IPV4_ONLY and not own.exists()
    return ["iptables-legacy"] + ["ip6tables-legacy"] * both


def compare(tool, file, fill):
    """Go through a table; how many lines differ."""
    table, chain, wrong = "filter", "INPUT", 0
    for line in file.read_text().splitlines():
        if line[:1] == "%":
            run(tool, *shlex.split(line[1:]))
        if line[:1] in "#:*~%" or not line:
            chain = line[1:] if line[:1] == ":" else chain
            table = line[1:] if line[:1] == "*" else table
            if fill:
                print(line)
            continue
        options, *expected = line.split(";")
        canonical, verdict, text = ask(tool, table, chain, options)
        canonical = "=" if canonical == options else canonical
        if fill:
            print(f"{options};{canonical};{verdict};{text if verdict == 'OK' else ''}")
            if verdict == "FAIL":
                print(f"{options}: {text}", file=sys.stderr)
            continue
        found = [canonical, verdict, text if verdict == "OK" else ""]
        if found != expected:
            wrong += 1
            print(f"{tool} {file.name}: {options}\n  table:   {expected}\n  machine: {found}")
    return wrong


def main():
    fill = "--fill" in sys.argv
    files = [pathlib.Path(a).resolve() for a in sys.argv[1:] if a != "--fill"]
    files = files or sorted(pathlib.Path(__file__).resolve().parent.glob("cases*/*.cases"))
    wrong = 0
    for file in files:
        for tool in tools_for(file)[:1 if fill else None]:
            wrong += compare(tool, file, fill)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
