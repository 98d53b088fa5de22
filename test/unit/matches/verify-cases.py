#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check the tables in cases/ against the iptables-legacy and the kernel of this machine.

    unshare -n python3 verify-cases.py [cases/NAME.cases ...]     as root; exit status 1 on any difference
    unshare -n python3 verify-cases.py --fill FILE ...            print the tables as the machine has them

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


def ask(table, chain, options):
    """What the machine makes of a rule: (canonical, verdict, listing)."""
    added = run("iptables-legacy", "-t", table, "-A", chain, *shlex.split(options), "-j", "ACCEPT")
    if added.returncode:
        return "", "FAIL", f"{added.returncode}: {added.stderr.strip()}"
    saved = run("iptables-legacy-save", "-t", table).stdout
    listed = run("iptables-legacy", "-t", table, "-nvL", chain).stdout
    run("iptables-legacy", "-t", table, "-F", chain)
    rule = re.search(rf"^-A {chain} (.*) -j ACCEPT$", saved, re.M)
    text = re.search(r"0\.0\.0\.0/0 {11,12}0\.0\.0\.0/0 {11,12}([^\0\n]*)\0?$",
                     listed, re.M)
    if not rule or not text:
        raise SystemExit(f"cannot read back: {options}\n{saved}\n{listed}")
    return rule.group(1), "OK", text.group(1)


def main():
    fill = "--fill" in sys.argv
    files = [pathlib.Path(a) for a in sys.argv[1:] if a != "--fill"]
    files = files or sorted(pathlib.Path(__file__).parent.glob("cases/*.cases"))
    wrong = 0
    for file in files:
        table, chain = "filter", "INPUT"
        for line in file.read_text().splitlines():
            if line[:1] == "%":
                run("iptables-legacy", *shlex.split(line[1:]))
            if line[:1] in "#:*~%" or not line:
                chain = line[1:] if line[:1] == ":" else chain
                table = line[1:] if line[:1] == "*" else table
                if fill:
                    print(line)
                continue
            options, *expected = line.split(";")
            canonical, verdict, text = ask(table, chain, options)
            canonical = "=" if canonical == options else canonical
            if fill:
                print(f"{options};{canonical};{verdict};{text if verdict == 'OK' else ''}")
                if verdict == "FAIL":
                    print(f"{options}: {text}", file=sys.stderr)
                continue
            found = [canonical, verdict, text if verdict == "OK" else ""]
            if found != expected:
                wrong += 1
                print(f"{file.name}: {options}\n  table:   {expected}\n  machine: {found}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
