# SPDX-License-Identifier: GPL-2.0-only
"""The module's sources compile without a warning in an ns-3 source tree that was configured with the
module, of which nothing need be built: each with the standard, the definitions and the folders that
ns-3's CMake gives it, and with more warnings than ns-3 asks for. Only the syntax is checked, many sources
at once, as check_standard.py does.

usage: check_tree.py NS3_DIR [FOLDER...]    FOLDER: only sources below it, e.g. model or test/unit
"""

import concurrent.futures
import json
import os
import pathlib
import shlex
import sys

import check_standard

# Up to ns-3 3.46 its addresses have a copy constructor of their own and no assignment. Whoever assigns
# one would be told.
OF_NS3 = ("-Wno-deprecated-copy",)


def settings(entry):
    """What a source is compiled with: definitions and standard in one, include folders in the other."""
    same, folders = [], []
    words = iter(shlex.split(entry["command"]))
    for word in words:
        if word in ("-I", "-isystem"):
            folders.append((word, next(words)))
        elif word.startswith("-I"):
            folders.append(("-I", word[2:]))
        elif word.startswith(("-D", "-std=")):
            same.append(word)
    return tuple(sorted(same)), folders


def units(entries):
    """Sources of a compilation database as translation units: lists of sources, and their options."""
    groups = {}
    for entry in entries:  # one for each target that a source is compiled for
        same, folders = settings(entry)
        sources, includes = groups.setdefault(same, (set(), {}))
        sources.add(pathlib.Path(entry["file"]))
        includes.update(dict.fromkeys(folders))
    result = []
    for same, (sources, includes) in groups.items():
        flags = [*same, *(word for folder in includes for word in folder)]
        result += [(unit, flags) for unit in check_standard.batches(sorted(sources))]
    return sorted(result, key=lambda unit: -len(unit[0]))


def main():
    """Check all, as many units at a time as there are processors."""
    tree = pathlib.Path(sys.argv[1]).resolve()
    module = tree / "contrib/netfilter"
    below = tuple(f"{module / folder}/" for folder in sys.argv[2:] or [""])
    database = json.loads((tree / "cmake-cache/compile_commands.json").read_text(encoding="utf-8"))
    entries = [entry for entry in database if entry["file"].startswith(below)]
    compiler = [os.environ.get("CXX", "c++"), "-fsyntax-only", *check_standard.WARNINGS, *OF_NS3]
    work = units(entries)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(
            pool.map(lambda unit: check_standard.check(compiler + unit[1], unit[0]), work)
        )
    complaints = [complaint for result in results for complaint in result]
    standards = {word for _, flags in work for word in flags if word.startswith("-std=")}
    sources = {source for unit, _ in work for source in unit}
    print("\n".join(complaints) + f"\n{len(sources)} sources in {len(work)} units, {' '.join(standards)}")
    return 1 if complaints or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
