# SPDX-License-Identifier: GPL-2.0-only
"""Recorded results of the kernel.

One file holds a scenario and what the kernel did with it, so that neither gen.py's random numbers nor
a changed scenario can make them differ. Only what compare.py and the behaviours read is kept.
"""
import glob
import json
import lzma
import os

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "kernel")


def paths(data=DATA):
    return sorted(glob.glob(os.path.join(data, "*.json.xz")))


def read(path):
    """Name, scenario and the kernel's result."""
    with lzma.open(path) as f:
        r = json.loads(f.read().decode())
    return r["name"], r["scenario"], r["kernel"]


KEPT_STATISTICS = ("IpForwDatagrams",)


def slim(result):
    result = {k: v for k, v in result.items() if k not in ("kernel", "counter_mismatch")}
    result["packets"] = [dict(p, stats={k: p["stats"][k] for k in KEPT_STATISTICS if k in p["stats"]})
                         for p in result["packets"]]
    return result


def write(name, scenario, result, data=DATA):
    os.makedirs(data, exist_ok=True)
    text = json.dumps({"name": name, "scenario": scenario, "kernel": slim(result)},
                      sort_keys=True, separators=(",", ":"))
    with lzma.open(os.path.join(data, name + ".json.xz"), "wb",
                   preset=9 | lzma.PRESET_EXTREME) as f:
        f.write(text.encode())
