# SPDX-License-Identifier: GPL-2.0-only
"""Runs clang-tidy over all sources that a build folder compiles, many at once: most of its time goes into
headers, and sources whose local names differ can be read as one translation unit. What clang-tidy cannot
read so is read one by one, and only that counts then.

usage: tidy.py BUILD_DIR [FOLDER...]    FOLDER: only sources below it
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

FINDING = re.compile(r":\d+:\d+: (warning|error): ")
MODULE = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(MODULE / "test/packaging"))
import check_standard  # noqa: E402  pylint: disable=wrong-import-position


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


def tidy(sources, flags):
    """What clang-tidy says of sources that are one translation unit, and whether it finds fault."""
    with tempfile.NamedTemporaryFile("w", suffix=".cc", dir=MODULE / "build") as unit:
        unit.write("".join(map(check_standard.include, sources)))
        unit.flush()
        run = subprocess.run(
            ["clang-tidy", "--quiet", f"--header-filter=^{MODULE}/.*(h|cc)$", unit.name, "--", *flags],
            capture_output=True, text=True, check=False,
        )
    return run.stdout + run.stderr if run.returncode else ""


def check(sources, flags):
    """What is wrong with sources. Where it is not clang-tidy's own word, because they do not go together,
    or not with each other's definitions, each is asked alone."""
    complaint = tidy(sources, flags)
    if complaint and len(sources) > 1:
        return [text for source in sources for text in check([source], flags)]
    return [complaint] if complaint else []


def main():
    """Check all, as many units at a time as there are processors."""
    below = tuple(str(MODULE / folder) + "/" for folder in sys.argv[2:] or [""])
    groups = {}
    for entry in json.loads(pathlib.Path(sys.argv[1], "compile_commands.json").read_text()):
        if entry["file"].startswith(below) and not entry["file"].startswith(f"{MODULE}/build"):
            same, folders = settings(entry)
            sources, includes = groups.setdefault(same, ([], {}))
            sources.append(pathlib.Path(entry["file"]))
            includes.update(dict.fromkeys(folders))
    units = []
    for same, (sources, includes) in groups.items():
        flags = [*same, *(word for folder in includes for word in folder), "-fsyntax-only"]
        units += [(unit, flags) for unit in check_standard.batches(sorted(set(sources)))]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda unit: check(*unit), sorted(units, key=lambda u: -len(u[0]))))
    complaints = [text for result in results for text in result]
    # Of a header each unit says the same. What is no finding (a crash, say) is told whole.
    found = {line for text in complaints for line in text.splitlines() if FINDING.search(line)}
    print("\n".join(sorted(found) or complaints))
    print(f"{sum(len(unit) for unit, _ in units)} sources in {len(units)} units", file=sys.stderr)
    return 1 if complaints or not units else 0


if __name__ == "__main__":
    sys.exit(main())
