#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What `nfsim check --save` prints of each rule set in test/data is saved as itself.

usage: save_again.py DATA NFSIM

Takes the rules of test/data/rulesets and rulesets6 and of the recorded scenarios in test/data/kernel, each together
with its sets. Rules that are refused are no case; too few cases are an error.
"""
import glob
import json
import lzma
import os
import subprocess
import sys
import tempfile

LEAST = 200


def rule_sets(data):
    """Pairs of rules and sets, each once."""
    found = {}
    for path in glob.glob(os.path.join(data, "rulesets*", "*")):
        if path.endswith((".rules", ".saved")):
            found[open(path).read(), ""] = path
    for path in sorted(glob.glob(os.path.join(data, "kernel", "*.json.xz"))):
        with lzma.open(path) as file:
            scenario = json.load(file)["scenario"]
        rules = scenario.get("rules", "")
        sets = scenario.get("ipset", "")
        found.setdefault((rules if isinstance(rules, str) else "\n".join(rules),
                          sets if isinstance(sets, str) else "\n".join(sets)), path)
    return found


def save(nfsim, folder, texts, sets):
    """What is saved of each text; nothing of one that is refused. All have the same sets."""
    paths = [os.path.join(folder, str(i)) for i in range(len(texts))]
    for path, text in zip(paths, texts):
        with open(path, "w") as file:
            file.write(text if text.endswith("\n") else text + "\n")
    command = [nfsim, "check", "--save"]
    if sets:
        with open(os.path.join(folder, "sets"), "w") as file:
            file.write(sets)
        command += ["--sets", os.path.join(folder, "sets")]
    # A second file, so that all have their names.
    answer = subprocess.run(command + paths + [paths[0]], capture_output=True, text=True)
    saved = {}
    for section in answer.stdout.split("# " + folder + os.sep)[1:]:
        number, text = section.split("\n", 1)
        saved[int(number)] = text
    return [saved.get(i) for i in range(len(texts))]


def main():
    data, nfsim = sys.argv[1:3]
    by_sets = {}
    for (rules, sets), path in rule_sets(data).items():
        by_sets.setdefault(sets, []).append((rules, path))
    cases = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for sets, members in by_sets.items():
            once = save(nfsim, folder, [rules for rules, _ in members], sets)
            accepted = [(text, path) for text, (_, path) in zip(once, members) if text is not None]
            if not accepted:
                continue
            again = save(nfsim, folder, [text for text, _ in accepted], sets)
            cases += len(accepted)
            for (text, path), second in zip(accepted, again):
                if text != second:
                    wrong += 1
                    print(f"{path}: saved\n{text}\nand again\n{second}")
    print(f"{cases} rule sets, {wrong} are not saved as themselves")
    return 1 if wrong or cases < LEAST else 0


sys.exit(main())
