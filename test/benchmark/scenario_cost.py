#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""How long `nfsim run` takes for scenarios, as ratios to the C++ scripts of the same names.

Each is run several times, in turns; the least CPU time of each counts. Both write their results.

    test/benchmark/scenario_cost.py [BUILD_DIR [SCENARIO...]]
"""

import os
import sys
import tempfile

ROUNDS = 7
USUAL = ["policy-change", "failover", "syn-flood", "campus"]
# Of a scenario with variants, the one that its script is.
SETTINGS = {
    "reject-drop": ["--set", "verdict=REJECT"],
    "syn-flood": ["--set", "limit=--limit 20/second --limit-burst 20"],
}


def cpu_seconds(*command):
    """CPU seconds of a command and its children, which has to end well."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execv(command[0], command)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"scenario_cost.py: it failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def main():
    build = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/release")
    files = os.path.join(os.path.dirname(__file__), "../../examples/scenarios")
    total = [0, 0]
    for name in sys.argv[2:] or USUAL:
        least = [float("inf"), float("inf")]
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                file = cpu_seconds(f"{build}/nfsim", "run", f"{files}/{name}.yaml",
                                   f"--results={folder}/file.db", *SETTINGS.get(name, []))
                script = cpu_seconds(f"{build}/examples/scenarios", f"--scenario={name}",
                                     f"--results={folder}/script.db")
            least = [min(least[0], file), min(least[1], script)]
        print(f"{name:14} file {least[0]:.3f} s, script {least[1]:.3f} s, "
              f"ratio {least[0] / least[1]:.3f}")
        total = [total[0] + least[0], total[1] + least[1]]
    print(f"{'all':14} ratio {total[0] / total[1]:.3f}")


if __name__ == "__main__":
    main()
