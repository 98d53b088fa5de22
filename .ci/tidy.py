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
import subprocess
import sys
import tempfile

FINDING = re.compile(r":\d+:\d+: (warning|error): ")
MODULE = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(MODULE / "test/packaging"))
import check_standard  # noqa: E402  pylint: disable=wrong-import-position
import check_tree  # noqa: E402  pylint: disable=wrong-import-position


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
    database = json.loads(pathlib.Path(sys.argv[1], "compile_commands.json").read_text(encoding="utf-8"))
    units = check_tree.units(
        entry
        for entry in database
        if entry["file"].startswith(below) and not entry["file"].startswith(f"{MODULE}/build")
    )
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda unit: check(unit[0], [*unit[1], "-fsyntax-only"]), units))
    complaints = [text for result in results for text in result]
    # Of a header each unit says the same. What is no finding (a crash, say) is told whole.
    found = {line for text in complaints for line in text.splitlines() if FINDING.search(line)}
    print("\n".join(sorted(found) or complaints))
    print(f"{sum(len(unit) for unit, _ in units)} sources in {len(units)} units", file=sys.stderr)
    return 1 if complaints or not units else 0


if __name__ == "__main__":
    sys.exit(main())
