#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""How well `nfsim compare` keeps processors busy with short runs of a real scenario.

A campaign, and the same runs by `xargs -P`, by turns. Of each the processor time of all processes,
divided by wall time and jobs: 1 is no processor idle. Other programs take from both alike, so on a
busy machine what counts is the ratio of the two, and of their wall times.

    test/benchmark/campaign_cores.py [BUILD_DIR [RUNS [JOBS [ROUNDS]]]]
"""

import os
import subprocess
import sys
import tempfile
import time

SCENARIO = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../examples/scenarios/dmz.yaml")


def measure(command, text=""):
    """Wall and processor seconds of a command and all that it waits for."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    process.stdin.write(text.encode())
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        sys.exit(f"campaign_cores.py: it failed: {' '.join(command)}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime


def main():
    build = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/release")
    runs, jobs, rounds = [int(word) for word in sys.argv[2:5]] + [64, 2, 3][len(sys.argv[2:5]):]
    nfsim = f"{build}/nfsim"
    best = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            campaign = measure([nfsim, "compare", SCENARIO, f"--runs={runs}", f"--jobs={jobs}",
                                f"--output={folder}/study"])
            script = f"exec {nfsim} run {SCENARIO} --replication=$0 --results={folder}/$0.db"
            numbers = "\n".join(str(number) for number in range(1, runs + 1))
            plain = measure(["xargs", "-P", str(jobs), "-n", "1", "sh", "-c", script], numbers)
        for name, (wall, cpu) in (("campaign", campaign), ("xargs", plain)):
            before = best.get(name, (float("inf"), 0))
            best[name] = min(before, (wall, cpu))
    for name, (wall, cpu) in best.items():
        print(f"{name:9} {runs} runs in {wall:.2f} s, {cpu:.2f} s of processors, "
              f"{cpu / wall / jobs:.3f} of {jobs} busy")
    print(f"wall time, campaign to xargs: {best['campaign'][0] / best['xargs'][0]:.3f}")


if __name__ == "__main__":
    main()
