#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does the recorded suite notice mistakes? Makes some, one at a time, and compares.

    mutations.py [--only WORDS] [--directory DIR]

The tree is copied, and only nfsim is built; nothing in the tree itself changes. With --directory the
copy is kept there, and a later run builds only what has changed; below ccache's base_dir even the
first run builds little. Exit status: 0 if each mistake is
noticed, 1 if one is not, 2 if the suite does not agree before, or a mistake cannot be made any more.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

TREE = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
LEFT_OUT = re.compile(r"build|\.git$")

# What is done wrong, and how: file, and pairs of text before and after, each found exactly once.
MUTATIONS = (
    ("tables filter and security have each other's priority", "model/rules/ruleset/nf-ruleset.cc",
     ("local, NfPriority::FILTER}", "local, NfPriority::LAST}"),
     ("local, NfPriority::SECURITY}", "local, NfPriority::FILTER}"),
     ("local, NfPriority::LAST}", "local, NfPriority::SECURITY}")),
    ("conntrack comes before the table raw", "model/conntrack/track/nf-conntrack.cc",
     ("NfPriority::CONNTRACK, &", "NfPriority::RAW - 1, &")),
    ("connections are confirmed before nat", "model/conntrack/track/nf-conntrack.cc",
     ("NfPriority::CONFIRM, &", "NfPriority::NAT_SRC - 1, &")),
    ("SEEN_REPLY is forgotten", "model/conntrack/track/nf-connection-finder.cc",
     ("connection->status |= NfCtStatus::SEEN_REPLY;", ";")),
    ("UDP is a stream at once", "model/conntrack/l4/nf-udp-tracker.cc",
     ("Simulator::Now() + Seconds(2)", "Simulator::Now() - Seconds(2)")),
    ("TCP's window does not count", "model/conntrack/l4/nf-tcp-window.cc",
     ("bool believe = liberal ||", "bool believe = true || liberal ||")),
    ("the TTL is lowered behind FORWARD", "model/stack/ipv4/nf-ipv4-forward.cc",
     ("    --packet.ip.ttl;\n", ""),
     ("header.SetTtl(packet.ip.ttl + 1);", "header.SetTtl(packet.ip.ttl);")),
    ("ICMP errors quote a packet one byte too short", "model/stack/transport/nf-icmp-error.cc",
     ("MAX_QUOTE = 576", "MAX_QUOTE = 575")),
    ("NAT keeps a source port that is taken", "model/nat/nf-nat-selector.cc",
     ("if (!IsKeptPortFree(tuple, range, connection, manip))",
      "if (!IsKeptPortFree(tuple, range, connection, manip) && false)")),
    ("NAT chooses addresses by another hash", "model/hook/nf-jhash.cc",
     ("arbitrary = 0xdeadbeef", "arbitrary = 0xdeadbef0")),
    ("a cut-short UDP header only does not match", "model/matches/nf-match-udp.cc",
     ("return NfMatchResult::HOTDROP;", "return NfMatchResult::NO;")),
    ("REJECT leaves the connection open", "model/targets/nf-target-reject.cc",
     ("packet.netns->conntrack->SetClosing(*connection);", ";")),
)


def run(words, log=subprocess.DEVNULL):
    return subprocess.run(words, stdout=log, stderr=subprocess.STDOUT, text=True)


class Copy:
    """A copy of the tree in which mistakes can be made."""

    def __init__(self, directory):
        self.tree = os.path.join(directory, "tree")
        self.build = os.path.join(self.tree, "build", "release")
        os.makedirs(self.tree, exist_ok=True)
        for part in (p for p in os.listdir(TREE) if not LEFT_OUT.match(p)):
            self.check(["cp", "-a", "--update", "-T", os.path.join(TREE, part),
                        os.path.join(self.tree, part)])
        self.check(["cmake", "--preset", "release", "-DBUILD_TESTING=OFF", "-S", self.tree,
                    "-B", self.build])

    @staticmethod
    def check(words):
        done = run(words, subprocess.PIPE)
        if done.returncode:
            sys.exit("%s:\n%s" % (" ".join(words), done.stdout[-3000:]))

    def compare(self):
        """Builds nfsim; exit status and output of the recorded comparison."""
        self.check(["cmake", "--build", self.build, "--target", "nfsim"])
        done = run([sys.executable, os.path.join(self.tree, "test", "kernel", "parity.py"),
                    "--nfsim", os.path.join(self.build, "nfsim"), "--recorded"], subprocess.PIPE)
        return done.returncode, done.stdout

    def mutated(self, file, pairs):
        """How many recorded scenarios notice it; None if the mistake cannot be made."""
        path = os.path.join(self.tree, file)
        with open(path) as f:
            before = text = f.read()
        for old, new in pairs:
            if text.count(old) != 1:
                return None
            text = text.replace(old, new)
        try:
            with open(path, "w") as f:
                f.write(text)
            code, output = self.compare()
        finally:
            with open(path, "w") as f:
                f.write(before)
        return int(re.search(r"(\d+) differ", output).group(1)) if code == 1 else 0


def examine(copy, only):
    code, output = copy.compare()
    if code:
        print("the suite does not agree to begin with:\n" + output)
        return 2
    worst = 0
    for what, file, *pairs in MUTATIONS:
        if only not in what:
            continue
        noticed = copy.mutated(file, pairs)
        if noticed is None:
            print("%s: %s has changed; mend this mutation" % (what, file), flush=True)
            worst = 2
        else:
            print("%s: noticed by %d" % (what, noticed), flush=True)
            worst = max(worst, int(noticed == 0))
    return worst


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--only", default="", help="mistakes whose description contains this")
    ap.add_argument("--directory", help="where to keep the copy")
    args = ap.parse_args()
    if args.directory:
        os.makedirs(args.directory, exist_ok=True)
        return examine(Copy(os.path.abspath(args.directory)), args.only)
    with tempfile.TemporaryDirectory() as directory:
        return examine(Copy(directory), args.only)


if __name__ == "__main__":
    sys.exit(main())
