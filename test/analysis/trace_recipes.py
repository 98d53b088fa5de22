#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs the worked queries of a document on run.db and compares the answers with the truth.

The truth is written down here, from what test/analysis/known-trace.h says of each packet, and not
read from a database. With 'pandas' each block of Python is run too, and what it gives is compared
with the truth and with what follows from the answer in SQL.
usage: trace_recipes.py DOCUMENT sql|pandas      (run.db is in the current folder)
Exit codes: 0 equal, 1 not equal, 77 no interpreter with pandas was found
"""

import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import textwrap

DOCUMENT, HALF = sys.argv[1:3]

if HALF == "pandas":
    try:
        import pandas
    except ImportError:
        for other in filter(os.path.exists, ("/usr/bin/python3", "/usr/local/bin/python3")):
            if subprocess.run([other, "-c", "import pandas"], capture_output=True).returncode == 0:
                os.execv(other, [other, *sys.argv])
        print("pandas is not installed: the recipes in pandas were not run")
        sys.exit(77)


def read_recipes(text):
    """The block before the recipes, and by number the SQL and the Python of each."""
    section = text.split("Worked queries\n*****", 1)[1].split("How it is written\n****", 1)[0]
    first, *parts = re.split(r"^(\d+)\. ", section, flags=re.M)
    recipes = {}
    for number, part in zip(parts[::2], parts[1::2]):
        blocks = re.findall(
            r"^ +\.\. code-block:: (\w+)\n\n((?:(?: {6,}.*)?\n)+)", part, flags=re.M
        )
        recipes[int(number)] = {kind: textwrap.dedent(body) for kind, body in blocks}
    return textwrap.dedent(first.split("::\n", 1)[1]), recipes


REJECT = "-A FORWARD -p tcp -m tcp --dport 23 -j REJECT --reject-with icmp-port-unreachable"
WEB = "-A FORWARD -p tcp -m tcp --dport 80 -j "
RETURN = "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"
TELNET = "-A FORWARD -p tcp -m tcp --dport 23 -j LOGGED"
LOG = '-A LOGGED -j LOG --log-prefix "telnet "'
FROM = ("10.0.0.2", 3000, "192.0.2.10", 23)
AFTER = ("203.0.113.1", 3000, "192.0.2.10", 23)
GW, CORE = 1, 2

# Rows of each recipe's SQL. Where the recipe sets no order, rows are compared sorted.
TRUTH = {
    1: [(1, "open", 7, 3, 1, "finished", 6.0), (2, "closed", 7, 3, 0, "unfinished", None)],
    2: [
        ("gw", "FORWARD", "policy", "policy DROP", 3, 600),
        ("core", "stack", "no-route", None, 2, 146),
        ("core", "FORWARD", "REJECT", REJECT, 1, 64),
    ],
    3: [
        (4000.0, "client", "OUTPUT", None, None, None, None, "ACCEPT", *FROM),
        (4000.0, "client", "POSTROUTING", None, None, None, None, "ACCEPT", *FROM),
        (4001.0, "gw", "PREROUTING", None, None, None, None, "ACCEPT", *FROM),
        (4001.0, "gw", "FORWARD", "filter", "FORWARD", 3, "JUMP", "ACCEPT", *FROM),
        (4001.0, "gw", "FORWARD", "filter", "LOGGED", 1, "CONTINUE", "ACCEPT", *FROM),
        (4001.0, "gw", "FORWARD", "filter", "LOGGED", 2, "ACCEPT", "ACCEPT", *FROM),
        (4001.0, "gw", "POSTROUTING", "nat", "POSTROUTING", 1, "ACCEPT", "ACCEPT", *AFTER),
        (4002.0, "core", "PREROUTING", None, None, None, None, "ACCEPT", *AFTER),
        (4002.0, "core", "FORWARD", "filter", "FORWARD", 1, "DROP", "DROP", *AFTER),
    ],
    4: [
        (GW, "filter", "FORWARD", 4, "-A FORWARD -s 10.0.0.0/24 -p tcp -m tcp --dport 80 -j DROP"),
        (GW, "filter", "FORWARD", 5, "-A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT"),
        (GW, "filter", "UNUSED", 1, "-A UNUSED -j DROP"),
    ],
    5: [
        (GW, "filter", "FORWARD", 0, None, 3),
        (GW, "filter", "FORWARD", 1, WEB + "ACCEPT", 3),
        (GW, "filter", "FORWARD", 2, RETURN, 2),
        (GW, "filter", "FORWARD", 3, TELNET, 1),
        (GW, "filter", "LOGGED", 1, LOG, 1),
        (GW, "filter", "LOGGED", 2, "-A LOGGED -j ACCEPT", 1),
        (GW, "nat", "POSTROUTING", 1, "-A POSTROUTING -o eth1 -j MASQUERADE", 4),
        (CORE, "filter", "FORWARD", 0, None, 4),
        (CORE, "filter", "FORWARD", 1, REJECT, 1),
    ],
    6: [
        ("gw", 5, "tcp", "10.0.0.2", 1000, "192.0.2.10", 80, 1.001, "new", "SYN_SENT", None),
        ("gw", 5, "tcp", "10.0.0.2", 1000, "192.0.2.10", 80, 1.012, "update", "SYN_RECV", None),
        ("gw", 6, "tcp", *FROM, 4.001, "new", "SYN_SENT", None),
        ("gw", 6, "tcp", *FROM, 4.5, "destroy", "SYN_SENT", "timeout"),
        ("gw", 7, "udp", "10.0.0.2", 6000, "10.0.0.1", 500, 5.201, "new", None, None),
        ("gw", 7, "udp", "10.0.0.2", 6000, "10.0.0.1", 500, 5.9, "destroy", None, "timeout"),
    ],
    7: [(GW, 1.001, 1), (GW, 4.001, 2), (GW, 4.5, 1), (GW, 5.201, 2), (GW, 5.9, 1)],
    8: [(1.001, "10.0.0.2", 1000)],
    9: [(1, 4.0), (2, 3.0), (8, 2.0)],
    10: [(1, "gw", "FORWARD", WEB + "DROP", "10.0.0.2", "192.0.2.10", 80)],
}
ORDERED = (1, 2, 3, 6, 7, 10)

# What each recipe's Python gives, as rows.
PANDAS_TRUTH = {
    1: [(2, "unfinished")],
    2: [("core", "REJECT", 1), ("core", "no-route", 2), ("gw", "policy", 3)],
    3: [
        ("client", "OUTPUT", 4000000000),
        ("client", "POSTROUTING", 4000000000),
        ("gw", "PREROUTING", 4001000000),
        ("gw", "FORWARD", 4001000000),
        ("gw", "POSTROUTING", 4001000000),
        ("core", "PREROUTING", 4002000000),
        ("core", "FORWARD", 4002000000),
    ],
    4: [(4, TRUTH[4][0][4]), (5, TRUTH[4][1][4]), (1, TRUTH[4][2][4])],
    5: [
        (GW, "filter", "FORWARD", 0, 3, 600),
        (GW, "filter", "FORWARD", 1, 3, 220),
        (GW, "filter", "FORWARD", 2, 2, 152),
        (GW, "filter", "FORWARD", 3, 1, 64),
        (GW, "filter", "LOGGED", 1, 1, 64),
        (GW, "filter", "LOGGED", 2, 1, 64),
        (GW, "nat", "POSTROUTING", 1, 4, 284),
        (CORE, "filter", "FORWARD", 0, 4, 280),
        (CORE, "filter", "FORWARD", 1, 1, 64),
    ],
    6: [("count", 2.0), ("mean", 0.0055), ("min", 0.0), ("max", 0.011)],
    7: [
        (GW, 1.001, "new", 1),
        (GW, 1.012, "update", 1),
        (GW, 4.001, "new", 2),
        (GW, 4.5, "destroy", 1),
        (GW, 5.201, "new", 2),
        (GW, 5.9, "destroy", 1),
    ],
    8: [("10.0.0.2", 2)],
    9: [(0.5, 3.0), (0.95, 3.9), (0.99, 3.98)],
    10: TRUTH[10],
}

# Rows of what each recipe's Python gives: `out` is what it printed, `names` its variables.
ROWS = {
    1: lambda out, names: list(out.items()),
    2: lambda out, names: [(*key, int(n)) for key, n in out.stack().items()],
    3: lambda out, names: [(*key, time) for key, time in out.items()],
    4: lambda out, names: list(names["never"][["number", "text"]].itertuples(index=False)),
    5: lambda out, names: [(*row[0][:2], *row[0][3:], *row[1:]) for row in out.itertuples()],
    6: lambda out, names: [(key, out[key]) for key in ("count", "mean", "min", "max")],
    7: lambda out, names: [
        (row.node, row.time / 1e9, row.change, row.entries) for row in names["c"].itertuples()
    ],
    8: lambda out, names: list(out.items()),
    9: lambda out, names: list(out.items()),
    10: lambda out, names: list(
        out[
            "packet node_name place rule source destination destination_port".split()
        ].itertuples(index=False)
    ),
}


def quantile(values, part):
    """The quantile between neighbours, as pandas defines it by default."""
    place = part * (len(values) - 1)
    low = min(int(place), len(values) - 2)
    return values[low] + (values[low + 1] - values[low]) * (place - low)


def first_times(rows):
    times = {}
    for ms, node, place, *_ in rows:
        times.setdefault((node, place), round(ms * 1e6))
    return [(*key, time) for key, time in times.items()]


def lives(rows):
    times = {}
    for row in rows:
        if row[2] == "tcp" and row[8] != "destroy":
            times.setdefault(row[1], []).append(row[7])
    values = [max(t) - min(t) for t in times.values()]
    mean = sum(values) / len(values)
    return [("count", len(values)), ("mean", mean), ("min", min(values)), ("max", max(values))]


# (what follows from the answer in SQL, what must equal it in the answer in Python)
SAME = {
    1: (lambda sql: [(r[0], r[5]) for r in sql if r[4] == 0], lambda rows: rows),
    2: (lambda sql: [(r[0], r[2], r[4]) for r in sql], lambda rows: rows),
    3: (first_times, lambda rows: rows),
    4: (lambda sql: [r[3:] for r in sql], lambda rows: rows),
    5: (lambda sql: [(*r[:4], r[5]) for r in sql], lambda rows: [r[:5] for r in rows]),
    6: (lives, lambda rows: rows),
    7: (lambda sql: sql, lambda rows: [(r[0], r[1], r[3]) for r in rows if r[2] != "update"]),
    8: (lambda sql: [r[1:2] for r in sql], lambda rows: [r[:1] for r in rows]),
    9: (
        lambda sql: [(p, quantile(sorted(r[1] for r in sql), p)) for p in (0.5, 0.95, 0.99)],
        lambda rows: rows,
    ),
    10: (lambda sql: sql, lambda rows: rows),
}


def plain(rows, ordered=False):
    """Rows of plain values; those in no order are sorted, and times lose errors of rounding."""

    def value(v):
        if v is None or v != v:
            return None
        return v if isinstance(v, str) else round(float(v), 9)

    out = [tuple(map(value, row)) for row in rows]
    return out if ordered else sorted(out, key=repr)


failures = 0


def check(number, what, got, truth, ordered=False):
    global failures
    got, truth = plain(got, ordered), plain(truth, ordered)
    if got != truth:
        failures += 1
        print(f"recipe {number}, {what}:")
        for name, rows, others in (("wrong", got, truth), ("missing", truth, got)):
            for row in rows:
                if row not in others:
                    print(f"  {name}: {row}")
        if sorted(got, key=repr) == sorted(truth, key=repr):
            print(f"  in another order: {got}")


preamble, recipes = read_recipes(pathlib.Path(DOCUMENT).read_text(encoding="utf-8"))
if set(recipes) != set(TRUTH) or any(set(r) != {"sql", "python"} for r in recipes.values()):
    print(f"recipes {sorted(recipes)} of {DOCUMENT} are not those whose truth is known here")
    sys.exit(1)

database = sqlite3.connect("run.db")


def run_recipe(number, recipe):
    answer = database.execute(recipe["sql"]).fetchall()
    if number == 1:
        # How long a run took in reality is not known beforehand.
        if not 0 <= answer[0][7] < 3600:
            check(1, "wall_seconds", [answer[0][7:]], [("0 to 3600",)])
        answer = [row[:7] for row in answer]
    check(number, "SQL and truth", answer, TRUTH[number], number in ORDERED)
    if number == 5:
        hits = [row[-1:] for row in answer]
        check(5, "order of hits", hits, sorted(hits, reverse=True), True)
    if HALF == "pandas":
        printed = []
        names = {"print": printed.append}
        exec(preamble, names)
        exec(recipe["python"], names)
        rows = ROWS[number](printed[0] if printed else None, names)
        check(number, "pandas and truth", rows, PANDAS_TRUTH[number])
        from_sql, from_pandas = SAME[number]
        check(number, "pandas and SQL", from_pandas(rows), from_sql(answer))


for number, recipe in recipes.items():
    try:
        run_recipe(number, recipe)
    except Exception as error:  # Whatever a recipe raises is its failure, and the next one is run.
        failures += 1
        print(f"recipe {number}: {type(error).__name__}: {error}")

print(f"{len(recipes)} recipes, {HALF}: {failures} differences")
sys.exit(failures > 0)
