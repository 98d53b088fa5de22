#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Takes the pieces of C++ out of a page, so that a test compiles what a reader reads.

A piece is a code-block of C++ behind a comment ".. snippet: NAME"; it goes to FOLDER/NAME.inc. A
block of C++ without a name, a name that stands twice, and a piece that TEST does not include are
errors.
usage: extract_snippets.py PAGE TEST FOLDER
"""

import pathlib
import re
import sys


def snippets(page):
    """Name, line and text of each piece."""
    lines = page.read_text().splitlines()
    name = None
    at = 0
    while at < len(lines):
        named = re.fullmatch(r"\.\. snippet: ([\w-]+)", lines[at])
        if named:
            name = named.group(1)
        if lines[at] == ".. code-block:: cpp":
            if name is None:
                sys.exit(f"{page}:{at + 1}: expected a comment \".. snippet: NAME\" before the block")
            begin = at + 2
            end = begin
            while end < len(lines) and (not lines[end] or lines[end].startswith("   ")):
                end += 1
            yield name, begin + 1, "\n".join(line[3:] for line in lines[begin:end]).rstrip()
            name = None
            at = end
            continue
        at += 1


def main():
    page, test, folder = map(pathlib.Path, sys.argv[1:4])
    uses = test.read_text()
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, line, text in snippets(page):
        if name in found:
            sys.exit(f"{page}:{line}: there is a snippet \"{name}\" already")
        if f'/{name}.inc"' not in uses:
            sys.exit(f"{page}:{line}: {test} does not include the snippet \"{name}\"")
        found[name] = f'#line {line} "{page}"\n{text}\n'
    for name, text in found.items():
        file = folder / f"{name}.inc"
        if not file.exists() or file.read_text() != text:
            file.write_text(text)


if __name__ == "__main__":
    main()
