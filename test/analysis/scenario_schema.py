#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares the JSON Schema of scenarios with what nfsim run itself takes and refuses.

Every good scenario has to be valid. Of the bad ones, those that the schema takes have to be listed,
with the reason, and no others: so a schema that says less than it could, or a list that is no longer
true, fails.
"""

import argparse
import glob
import json
import re
import subprocess
import sys

import jsonschema
import yaml


class Yaml12(yaml.SafeLoader):
    """YAML 1.2's core schema, as nfsim reads it: 'on' and 'yes' are texts."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(true|false)$", "tf"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+0123456789."),
    ("null", r"^(null|~|)$", ["n", "~", ""]),
):
    Yaml12.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))


def with_text_keys(value):
    """Keys are texts to nfsim, also those that look like numbers."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(item) for key, item in value.items()}
    return [with_text_keys(item) for item in value] if isinstance(value, list) else value


def load(text):
    return with_text_keys(yaml.load(text, Yaml12))


def read_bad(path):
    """The scenarios of bad-inputs.txt, by name."""
    bad = {}
    name = None
    for line in open(path):
        if line.startswith("### "):
            name = line[4:].strip()
            bad[name] = ""
        elif line.startswith("=> "):
            name = None
        elif name:
            bad[name] += line
    return bad


def read_beyond(path):
    """Names below the reason that they share: {name: reason}."""
    beyond = {}
    reason = None
    for line in open(path):
        if line.startswith("### "):
            reason = line[4:].strip()
        elif reason and line.strip():
            beyond[line.strip()] = reason
    return beyond


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("nfsim")
    parser.add_argument("examples", help="folder of good scenarios")
    parser.add_argument("bad", help="bad-inputs.txt")
    parser.add_argument("beyond", help="beyond-schema.txt")
    arguments = parser.parse_args()

    schema = json.loads(
        subprocess.run(
            [arguments.nfsim, "run", "--schema", "json"], check=True, capture_output=True
        ).stdout
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults = []

    good = sorted(glob.glob(arguments.examples + "/*.yaml"))
    for path in good:
        for error in validator.iter_errors(load(open(path).read())):
            faults.append(f"{path}: {error.json_path}: {error.message}")

    bad = read_bad(arguments.bad)
    beyond = read_beyond(arguments.beyond)
    refused = 0
    for name, text in bad.items():
        try:
            is_valid = validator.is_valid(load(text))
        except (yaml.YAMLError, TypeError):
            is_valid = False  # not even a document that could be valid
        refused += not is_valid
        if is_valid and name not in beyond:
            faults.append(f"{name}: nfsim refuses it, the schema does not, and no reason is listed")
        if not is_valid and name in beyond:
            faults.append(f"{name}: the schema refuses it, though it is listed as beyond it")
    for name in beyond:
        if name not in bad:
            faults.append(f"{name}: listed as beyond the schema, but no bad input")

    print(f"{len(good)} good scenarios, {len(bad)} bad ones, {refused} refused by the schema,", end="")
    print(f" {len(beyond)} beyond it: {len(faults)} differences")
    for fault in faults:
        print(fault)
    return 1 if faults or not good or not bad else 0


if __name__ == "__main__":
    sys.exit(main())
