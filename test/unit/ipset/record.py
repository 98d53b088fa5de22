#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Ask the real ipset again: record.py cases/NAME.cases ... rewrites the files in place.

A file of cases is a session: lines that begin with "> " are commands, what follows is what ipset
7.17 printed, on both streams, and "= N" its exit code unless it is 0. Each file gets a network
namespace of its own. A line "< TEXT" behind "> restore" is a line of the text. Files with "# kernel
has none" on top are of types that few kernels have, and are left alone. Needs root and ipset.
"""
import re
import shlex
import subprocess
import sys


def run(words, text):
    result = subprocess.run(["ipset"] + words, input=text, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)
    lines = result.stdout.splitlines()
    if lines and lines[-1].startswith("Try `ipset help'"):
        lines.pop()
    lines = [re.sub(r"^ipset v[0-9.]+: (Error in line \d+: )?", "", line) for line in lines]
    return lines, result.returncode


def record(path):
    source = open(path).read().splitlines()
    if source[0] == "# kernel has none":
        return
    out = []
    index = 0
    while index < len(source):
        line = source[index]
        index += 1
        if line.startswith("#") or not line:
            out.append(line)
        if not line.startswith("> "):
            continue
        text = []
        out.append(line)
        while index < len(source) and source[index].startswith("< "):
            out.append(source[index])
            text.append(source[index][2:] + "\n")
            index += 1
        lines, code = run(shlex.split(line[2:]), "".join(text))
        out += normalise(lines)
        if code:
            out.append("= %d" % code)
    open(path, "w").write("\n".join(out) + "\n")


def normalise(lines):
    """What is the kernel's own: the order of a hash, its seed, the bytes that it takes."""
    result = []
    block = []
    members = False
    for line in lines + [""]:
        line = re.sub(r"initval 0x[0-9a-f]{8}", "initval 0x00000000", line)
        line = re.sub(r"^Size in memory: \d+", "Size in memory: 0", line)
        head = line == "Members:" or line.startswith("create ")
        if not line or head:
            result += sorted(block)
            block = []
            members = head
            result += [line] if line else []
        elif members:
            block.append(line)
        else:
            result.append(line)
    return result


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--inside":
        record(sys.argv[2])
    else:
        for name in sys.argv[1:]:
            subprocess.run(["unshare", "-n", sys.executable, __file__, "--inside", name], check=True)
