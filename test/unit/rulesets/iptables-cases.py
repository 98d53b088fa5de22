#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Play the test cases of iptables' own source (extensions/*.t) with the real iptables and with nfsim.

    unshare -n ./iptables-cases.py EXTENSIONS NFSIM [-6] [--list]

EXTENSIONS is the folder of iptables 1.8.9's source; with -6 its cases are played as rules of IPv6:
those of libxt_*.t and libip6t_*.t, else those of libxt_*.t and libipt_*.t. A case agrees if, in each chain that its file
names, both take the rule and save the same, or both refuse it. Where this kernel lacks the module,
which the real program says, nfsim is compared with what the file expects of a kernel that has it.
Prints how many agree, and the cases that do not with what each side said; --list prints also those
that neither side takes although the file expects it. Needs root and a network namespace of its own.
Exit status 1 if a case differs.
"""
import glob
import os
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def run(words, text=None):
    return subprocess.run(words, capture_output=True, text=True, input=text)


def cases_of(path):
    """Cases of a file: (line, commands before it, places, rule, what the file expects to be saved; or FAIL)."""
    tables, chains, before = ["filter"], [], []
    for number, line in enumerate(open(path), 1):
        line = line.rstrip("\n")
        if not line.strip() or line[0] == "#":
            continue
        if line[0] == "*":
            tables = line[1:].split(",")
        elif line[0] == ":":
            chains = line[1:].split(",")
        elif line[0] in "@%":
            before.append(line[1:])
        else:
            rule, saved, verdict = line.split(";")[:3]
            expected = "FAIL" if verdict == "FAIL" else rule if saved == "=" else saved
            yield number, list(before), [(t, c) for t in tables for c in chains], rule, expected


def added(text, chain):
    lines = [line for line in text.split("\n") if line.startswith("-A " + chain + " ")]
    return lines[-1] if lines else "-A " + chain


def real(program, before, table, chain, rule):
    for command in before:
        words = shlex.split(command)
        own = program + "-legacy" if words[0] == "iptables" else words[0]
        if shutil.which(own):
            run([own] + words[1:])
    tool = [program + "-legacy", "-t", table]
    answer = run(tool + ["-A", chain] + shlex.split(rule))
    saved = "FAIL"
    if answer.returncode == 0:
        saved = added(run([program + "-legacy-save", "-t", table]).stdout, chain)
    for name in ("raw", "mangle", "nat", "filter", "security"):
        run([program + "-legacy", "-t", name, "-F"])
    return saved, answer.stderr.strip().split("\n")[0], "missing kernel module?" in answer.stderr


def ours(program, nfsim, before, table, chain, rule):
    script = "#!/bin/sh\n" + "".join(program + c[len("iptables"):] + "\n"
                                     for c in before if c.startswith("iptables"))
    script += f"{program} -t {table} -A {chain} {rule}\n"
    answer = run([nfsim, "check", "--save", "-"], script)
    if answer.returncode != 0:
        return "FAIL", answer.stderr.strip().split("\n")[0]
    section = answer.stdout[answer.stdout.index("*" + table):]
    return added(section[:section.index("COMMIT")], chain), ""


def main():
    folder, nfsim = sys.argv[1:3]
    program, own = ("ip6tables", "libip6t_*.t") if "-6" in sys.argv else ("iptables", "libipt_*.t")
    files = sorted(glob.glob(os.path.join(folder, "libxt_*.t")) +
                   glob.glob(os.path.join(folder, own)))
    total = agreed = by_file = 0
    pool = ThreadPoolExecutor(2)
    for path in files:
        cases = list(cases_of(path))
        answers = [[pool.submit(ours, program, nfsim, before, table, chain, rule)
                    for table, chain in places] for _, before, places, rule, _ in cases]
        for (number, before, places, rule, expected), mine in zip(cases, answers):
            total += 1
            differing, asked_file = None, False
            for (table, chain), future in zip(places, mine):
                theirs, reason, lacking = real(program, before, table, chain, rule)
                if lacking:
                    asked_file = True
                    theirs = "FAIL" if expected == "FAIL" else f"-A {chain} {expected}".rstrip()
                here, complaint = future.result()
                if theirs != here:
                    differing = (f"{os.path.basename(path)}:{number}: {table} {chain} {rule}\n"
                                 f"    iptables: {theirs} {reason}\n"
                                 f"    nfsim:    {here} {complaint}")
                    break
                if "--list" in sys.argv and theirs == "FAIL" and expected != "FAIL":
                    print(f"{os.path.basename(path)}:{number}: refused by both: {rule}: {reason}")
            agreed += differing is None
            by_file += asked_file
            if differing:
                print(differing, flush=True)
    print(f"{agreed} of {total} cases agree; for {by_file} the file was asked, as the kernel could not be")
    return 0 if agreed == total else 1


sys.exit(main())
