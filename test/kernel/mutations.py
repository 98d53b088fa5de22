#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does the recorded suite notice mistakes? Makes some, one at a time, and compares.

    mutations.py [--only WORDS] [--scenarios WORDS] [--directory DIR]

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
     ("    --packet.ip.ttl;\n", "")),
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
    # What only IPv6 has.
    ("IPv6: a datagram may end twice", "model/conntrack/l3/nf-ipv6-defrag.cc",
     ("if (end < queue.length || (queue.haveLast && end != queue.length))",
      "if (end < queue.length)")),
    ("IPv6: half of a fragment id tells datagrams apart", "model/hook/nf-ipv6-piece.cc",
     ("piece.id = NfRead32(bytes + 4);", "piece.id = NfRead16(bytes + 6);")),
    ("IPv6: a piece that is empty ends no datagram of the node", "model/conntrack/l3/nf-ipv6-defrag.cc",
     ("packet.hook == NfHook::INPUT ? Outcome::CORRUPT : Outcome::REFUSED", "Outcome::REFUSED")),
    ("IPv6: pieces for the node may end between units", "model/stack/ipv6/nf-ipv6-chain-check.cc",
     ("piece.more && piece.end % 8 != 0", "false")),
    ("IPv6: a begin for the node may lack headers", "model/stack/ipv6/nf-ipv6-chain-check.cc",
     ("if (NfIpv6Piece::LacksHeaders(packet))", "if (false)")),
    ("IPv6: a piece that ends between units is refused", "model/conntrack/l3/nf-ipv6-defrag.cc",
     ("return Outcome::PASSES;", "return Outcome::REFUSED;")),
    ("IPv6: listener reports are tracked", "model/conntrack/l4/nf-icmpv6-tracker.cc",
     ("    case NfIcmpv6Type::LISTENER_REPORT_V2:\n", "")),
    ("IPv6: redirects are believed from afar", "model/conntrack/l4/nf-icmpv6-tracker.cc",
     ("packet.ip.ttl != fromNeighbour || ", "")),
    ("IPv6: errors quote a byte more", "model/stack/transport/nf-icmpv6-error.cc",
     ("MAX_QUOTE = 1280", "MAX_QUOTE = 1281")),
    ("IPv6: errors answer errors", "model/stack/transport/nf-icmpv6-error.cc",
     ("return !icmp || icmp[0] < NfIcmpv6Type::FIRST_INFORMATIONAL;", "return !icmp;")),
    ("IPv6: errors do not come from the address that was asked",
     "model/stack/ipv6/nf-ipv6-kernel-sender.cc",
     ("if (!m_node.addresses.IsLocal(about.ip.destination))", "")),
    ("IPv6: sources of a link are forwarded", "model/stack/ipv6/nf-ipv6-forward.cc",
     ("if (leavesLink && NfIpv6Address::IsLinkLocal(source))", "if (false)")),
    ("IPv6: the hop limit is lowered behind FORWARD", "model/stack/ipv6/nf-ipv6-forward.cc",
     ("    --packet.ip.ttl;\n", "")),
    ("IPv6: routers cut what is too long", "model/stack/ipv6/nf-ipv6-forward.cc",
     ("if (packet.GetSize() > mtu && !reassembled)", "if (false)")),
    ("IPv6: pieces leave in other lengths than they came", "model/stack/ipv6/nf-ipv6-fragment.cc",
     ("const bool isKept = NfFitPieces(before, size, room);", "const bool isKept = false;")),
    ("IPv6: eight bytes of padding are taken", "model/stack/ipv6/nf-ipv6-chain-check.cc",
     ("most = 7;", "most = 8;")),
    ("IPv6: options to groups are answered", "model/stack/ipv6/nf-ipv6-chain-check.cc",
     ("NfIpv6ChainProblem{!toGroup,", "NfIpv6ChainProblem{true,")),
    ("IPv6: routing headers with segments left are delivered",
     "model/stack/ipv6/nf-ipv6-chain-check.cc",
     ("return bytes[segmentsLeft] == 0", "return true")),
    ("IPv6: source selection knows no labels", "model/stack/ipv6/nf-ipv6-source-choice.cc",
     ("GetLabel(address) == GetLabel(destination),", "true,")),
    ("IPv6: source selection compares no prefixes", "model/stack/ipv6/nf-ipv6-source-choice.cc",
     ("            shared};", "            0};")),
    ("IPv6: REDIRECT takes any address", "model/nat/nf-nat.cc",
     ("    if (bounds == 0)\n", "    if (bounds < 99)\n")),
    ("IPv6: nat translates broken errors", "model/nat/nf-nat.cc",
     ("(!icmp || (ipv6 && packet.hook == NfHook::OUTPUT && !NfTransportChecksum::IsGood(packet)))",
      "(!icmp)")),
    ("IPv6: SNPT adjusts the next word", "model/targets/nf-target-npt.cc",
     ("std::size_t place = 3;", "std::size_t place = 4;")),
    ("IPv6: REJECT looks at each checksum again", "model/targets/nf-target-reject.cc",
     ("(WasFoundRight(packet) || NfTransportChecksum::IsGood(packet))",
      "NfTransportChecksum::IsGood(packet)")),
    ("IPv6: rules compare a TOS", "model/stack/routing/nf-policy-routing.cc",
     ("m_family == NfFamily::IPV6 ? IPV6_DSCP_BITS : IPV4_TOS_BITS;", "IPV4_TOS_BITS;")),
    ("IPv6: networks of interfaces have no metric", "model/stack/routing/nf-policy-routing.cc",
     ("m_family == NfFamily::IPV6 ? IPV6_CONNECTED_METRIC : 0;", "0;")),
    ("IPv6: routes that prohibit say that there is none", "model/stack/ipv6/nf-ipv6-input.cc",
     ("reason == NfDropReason::PROHIBITED ? NfIcmpv6Error::PROHIBITED", "false ? uint8_t(1)")),
    ("IPv6: hosts have the anycast address of routers",
     "model/stack/ipv6/nf-ipv6-address-book.cc",
     ("anycast.interface->IsForwarding();", "true;")),
    ("IPv6: routes do not say from where to send", "model/stack/ipv6/nf-ipv6-output-routing.cc",
     ("    entry->source = found.source;\n", "")),
    ("IPv6: the walk needs all of a fragment header", "model/hook/nf-ipv6-extensions.cc",
     ("FRAGMENT_PLACE = 4", "FRAGMENT_PLACE = 8")),
    ("IPv6: a long chain changes no other byte", "model/conntrack/l3/nf-ipv6-defrag.cc",
     ("return place & UINT8_MAX;", "return place;")),
    ("IPv6: discovery of multicast routers is tracked", "model/conntrack/l4/nf-icmpv6-tracker.cc",
     ("    case NfIcmpv6Type::MULTICAST_ROUTER_ADVERTISEMENT:\n", "")),
    ("IPv6: rt takes a part of the addresses for all", "model/matches/nf-match-rt.cc",
     ("(m_notStrict.given || found == there)", "true")),
    ("IPv6: mh does not drop what something follows", "model/matches/nf-match-mh.cc",
     ("!header || header[0] != NfProtocol::NO_NEXT_HEADER", "!header")),
    ("IPv6: hbh and dst compare no lengths of options", "model/matches/nf-match-options.cc",
     ("(asked.length != ANY_LENGTH && asked.length != *length)", "false")),
    ("IPv6: ah takes what is reserved for zero", "model/matches/nf-match-ah6.cc",
     ("NfRead16(bytes + RESERVED_PLACE) == 0", "true")),
    ("IPv6: every piece is the first to frag", "model/matches/nf-match-frag.cc",
     ("!(m_first.given && word & OFFSET_BITS)", "true")),
    ("IPv6: ipv6header counts no upper layer", "model/matches/nf-match-ipv6header.cc",
     ("return ends ? bits : bits | UPPER_BIT;", "return bits;")),
)


def run(words, log=subprocess.DEVNULL):
    return subprocess.run(words, stdout=log, stderr=subprocess.STDOUT, text=True)


def with_mistake(text, pairs):
    """The text of a source with a mistake; None if it has changed so that none can be made."""
    for old, new in pairs:
        if text.count(old) != 1:
            return None
        text = text.replace(old, new)
    return text


class Copy:
    """A copy of the tree in which mistakes can be made."""

    def __init__(self, directory, scenarios=""):
        self.scenarios = scenarios
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
                    "--nfsim", os.path.join(self.build, "nfsim"), "--recorded",
                    "--only", self.scenarios], subprocess.PIPE)
        return done.returncode, done.stdout

    def mutated(self, file, pairs):
        """How many recorded scenarios notice it; None if the mistake cannot be made."""
        path = os.path.join(self.tree, file)
        with open(path) as f:
            before = f.read()
        text = with_mistake(before, pairs)
        if text is None:
            return None
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
    ap.add_argument("--scenarios", default="", help="play those whose names contain this")
    ap.add_argument("--directory", help="where to keep the copy")
    args = ap.parse_args()
    if args.directory:
        os.makedirs(args.directory, exist_ok=True)
        return examine(Copy(os.path.abspath(args.directory), args.scenarios), args.only)
    with tempfile.TemporaryDirectory() as directory:
        return examine(Copy(directory, args.scenarios), args.only)


if __name__ == "__main__":
    sys.exit(main())
