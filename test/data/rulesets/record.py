#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Record what iptables-legacy makes of the rule sets beside this file, and ip6tables-legacy of those
in ../rulesets6: NAME.rules -> NAME.saved.

    unshare -n python3 record.py     as root

A file that iptables-legacy-restore refuses is an error. Recorded with iptables 1.8.9 (legacy) on
Linux 6.18. Comments with the date are left out.
"""
import pathlib
import subprocess

TABLES = ["raw", "mangle", "nat", "filter"]

HERE = pathlib.Path(__file__).parent
PROGRAMS = {"iptables-legacy": HERE, "ip6tables-legacy": HERE.parent / "rulesets6"}

for program, folder in PROGRAMS.items():
    for file in sorted(folder.glob("*.rules")):
        text = file.read_text()
        subprocess.run([program + "-restore", "--test"], input=text, text=True, check=True)
        subprocess.run([program + "-restore"], input=text, text=True, check=True)
        saved = ""
        for table in TABLES:
            if f"*{table}\n" in text:
                saved += subprocess.run(
                    [program + "-save", "-t", table], capture_output=True, text=True, check=True
                ).stdout
        lines = [line for line in saved.splitlines() if not line.startswith("#")]
        file.with_suffix(".saved").write_text("\n".join(lines) + "\n")
