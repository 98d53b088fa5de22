#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Fill in what the real iptables-legacy answers. Usage: record.py FILE... (as root)

Files whose name ends in "6.txt" are for ip6tables-legacy. A file holds cases and their answers. `@ name [options of iptables-restore]` begins a case in a new
network namespace. Within a case:
    $ words      a command, after the word "iptables"
    < line       a line of a text for iptables-restore; \\r is a carriage return, \\c at the end
                 leaves out the newline. The text ends with the next line of another kind.
    ?            iptables-save of all tables, in the order raw mangle nat filter security
    ? -c         with counters
and behind them, written by this program:
    = 0          the exit code
    | line       a line of standard output
Everything else is kept as it stands.
"""
import shlex
import subprocess
import sys

TABLES = ("raw", "mangle", "nat", "filter", "security")
PROGRAMS = ("iptables", "ip6tables")


def save(program, options):
    lines = []
    names = {"iptables": "ip_tables_names", "ip6tables": "ip6_tables_names"}[program]
    with open("/proc/net/" + names) as f:
        present = f.read().split()
    for table in TABLES:
        if table in present:
            out = subprocess.run([program + "-legacy-save", "-t", table] + options,
                                 capture_output=True, text=True).stdout
            lines += [line for line in out.splitlines() if not line.startswith("#")]
    return lines


def run(args, text=None):
    done = subprocess.run(args, input=text, capture_output=True)
    return ["= %d" % done.returncode] + ["| " + line for line in
                                         done.stdout.decode().splitlines()]


def record_case(program, lines):
    """Lines of one case -> the same with answers. Runs inside a fresh namespace."""
    options = shlex.split(lines[0][1:])[1:] if lines[0].startswith("@") else []
    out, text = [], None
    for line in [l for l in lines if l[:1] not in ("=", "|")] + [None]:
        if line is not None and line.startswith("<"):
            raw = line[2:]
            newline = "" if raw.endswith("\\c") else "\n"
            raw = raw[:-2] if not newline else raw
            text = (text or "") + raw.replace("\\r", "\r") + newline
            out.append(line)
            continue
        if text is not None:
            out += run([program + "-legacy-restore"] + options, text.encode())
            text = None
        if line is None:
            break
        out.append(line)
        if line.startswith("$"):
            out += run([program + "-legacy"] + shlex.split(line[2:]))
        elif line.startswith("?"):
            out += ["| " + l for l in save(program, shlex.split(line[1:]))]
    return out


def main():
    if sys.argv[1:2] == ["--case"]:
        print("\n".join(record_case(sys.argv[2], sys.stdin.read().split("\n"))))
        return
    for name in sys.argv[1:]:
        with open(name) as f:
            lines = f.read().rstrip("\n").split("\n")
        cases = [[]]
        for line in lines:
            if line.startswith("@"):
                cases.append([])
            cases[-1].append(line)
        out = cases[0]
        program = PROGRAMS[name.endswith("6.txt")]
        for case in cases[1:]:
            done = subprocess.run(["unshare", "-n", sys.executable, __file__, "--case", program],
                                  input="\n".join(case), capture_output=True, text=True, check=True)
            out += done.stdout.rstrip("\n").split("\n")
        with open(name, "w") as f:
            f.write("\n".join(out) + "\n")


main()
