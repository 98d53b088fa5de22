#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares the keys that questions print with --json with those that a document names.

A key is written as a path: 'run.label', or 'hooks[].name' of each object in a list. The document
has a section per question, in which terms of definition lists name the keys; 'a.{b,c}' stands for
two keys.
usage: trace_json_keys.py DOCUMENT NFSIM      (run.db is in the current folder)
"""

import itertools
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

DOCUMENT, NFSIM = sys.argv[1:3]

EXPORTS = "connections drops flows log nat packets passes path rule-hits runs".split()

# What is asked, by question. Together the answers of a question have all of its keys.
ASKED = {
    "summary": [["run.db", "summary", "--run", "1"], ["run.db", "summary", "--run", "2"]],
    "packet": [
        ["run.db", "packet", uid, "--run", "1", *more]
        for uid in ("1", "6", "7", "8", "10", "11")
        for more in ([], ["--follow"])
    ],
    "drops": [["run.db", "drops", "--run", "1"]]
    + [
        ["run.db", "drops", "--run", "1", "--by", by]
        for by in ("node", "reason", "rule", "flow", "loss")
    ],
    "flow": [["run.db", "flow", "--run", "1"], ["run.db", "flow", "--run", "1", "--packets"]],
    "rules": [["run.db", "rules", "--run", "1"], ["run.db", "rules", "--run", "1", "--never"]],
    "connections": [["run.db", "connections", "--run", "1"]],
    "nat": [["run.db", "nat", "--run", "1"]],
    "compare": [
        ["compare", "run.db", "run.db", "--run", "1", "--other-run", "2", *more]
        for more in ([], ["--ways"])
    ],
    "groups": [["run.db", "groups", "copy.db", "--by-label", "--run", "open"]],
    "export": [["run.db", "export", what, "--run", "1", "--json"] for what in EXPORTS],
    "merge": [["merge", "run.db", "run.db", "-o", "merged.db"]],
    "upgrade": [["run.db", "upgrade"]],
}


def paths(value, prefix=""):
    """The paths of all keys in a value of JSON."""
    if isinstance(value, dict):
        for key, inner in value.items():
            path = f"{prefix}.{key}" if prefix else key
            yield path
            yield from paths(inner, path)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, prefix + "[]")


def expanded(name):
    """The names that a name with braces stands for."""
    parts = re.split(r"\{([^}]*)\}", name)
    choices = [part.split(",") if i % 2 else [part] for i, part in enumerate(parts)]
    return ["".join(choice) for choice in itertools.product(*choices)]


def printed(question):
    keys = set()
    for arguments in ASKED[question]:
        json_flag = [] if "--json" in arguments else ["--json"]
        run = subprocess.run(
            [NFSIM, "trace", *arguments, *json_flag], capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            sys.exit(f"nfsim trace {' '.join(arguments)}: {run.returncode}, {run.stderr}")
        answer = json.loads(run.stdout)
        if question == "export":
            answer = {arguments[2]: answer}
        keys.update(paths(answer))
    return keys


def columns(view):
    """The columns of a table or view, which a test compares with doc/trace-schema.rst."""
    with sqlite3.connect("run.db") as database:
        return [row[1] for row in database.execute(f"PRAGMA table_info({view})")]


def documented(text):
    """By question the keys that its section names."""
    sections = re.split(r"^(\w+)\n\*{3,}\n", text, flags=re.M)
    keys = {}
    for title, body in zip(sections[1::2], sections[2::2]):
        terms = re.findall(r"^(``.*``)\n  \S", body, flags=re.M)
        names = [
            name
            for term in terms
            for written in re.findall(r"``([^`]+)``", term)
            for name in expanded(written)
        ]
        for name in set(names):
            if names.count(name) > 1:
                sys.exit(f"{title}: {name} is documented {names.count(name)} times")
        if title == "export":
            views = re.findall(r"^``([^`]+)``\n  Rows of ``(\w+)``\.$", body, flags=re.M)
            names += [f"{what}[].{key}" for what, view in views for key in columns(view)]
        keys[title] = set(names)
    return keys


helped = subprocess.run([NFSIM, "trace", "--help"], capture_output=True, text=True, check=True)
questions = set(re.findall(r"^  (\w+) {3,}", helped.stdout.split("Subcommands:")[1], flags=re.M))
if questions != set(ASKED):
    sys.exit(f"nfsim has questions that are not asked here: {sorted(questions ^ set(ASKED))}")

# Runs that are in two databases are left out of the second.
shutil.copy("run.db", "copy.db")

document = documented(pathlib.Path(DOCUMENT).read_text(encoding="utf-8"))
if set(document) != set(ASKED):
    sys.exit(f"sections and questions differ: {sorted(set(document) ^ set(ASKED))}")
failures = 0
for question in ASKED:
    found = printed(question)
    for key in sorted(found - document[question]):
        print(f"{question}: the key {key} is printed and not documented")
    for key in sorted(document[question] - found):
        print(f"{question}: the key {key} is documented and not printed")
    failures += len(found ^ document[question])
print(f"{len(ASKED)} questions: {failures} differences")
sys.exit(failures > 0)
