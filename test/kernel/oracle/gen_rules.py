# SPDX-License-Identifier: GPL-2.0-only
"""Random matches, targets and surroundings of rules, of the extensions that gen.py does not draw.

Not drawn: cgroup, nfacct, LED and SECMARK, which need what the oracle does not set up; time, cpu,
RATEEST and IDLETIMER, which depend on the clock or the processor; TRACE and NFQUEUE, because the
oracle traces itself and has no reader of queues."""
IN = {"PREROUTING", "INPUT", "FORWARD"}
OUT = {"OUTPUT", "POSTROUTING"}
U32 = ["6&0xFF=17", "0>>22&0x3C@0>>16=80,443", "4&0x1FFF=0&&0>>22&0x3C@0&0xFFFF=0:1023",
       "0&0xFFFF=0x1C:0x28", "0>>22&0x3C@4=0x0", "100=1", "12>>24=10&&16>>24=172"]
BPF = ["4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0", "4,48 0 0 8,37 0 1 63,6 0 0 1,6 0 0 0",
       "5,177 0 0 0,72 0 0 2,21 0 1 53,6 0 0 1,6 0 0 0", "4,32 0 0 60,21 0 1 0,6 0 0 1,6 0 0 0",
       "4,128 0 0 0,53 0 1 60,6 0 0 1,6 0 0 0"]
SETS = """create addresses hash:ip
add addresses 10.0.0.2
add addresses 198.51.100.1
create nets hash:net
add nets 172.16.0.0/24
add nets 203.0.113.0/25
create services hash:ip,port
add services 10.0.0.2,udp:53
add services 172.16.0.10,tcp:80
"""


def any_match(h, no):
    """Matches that are allowed in every chain, for every protocol. no: "! " or nothing."""
    return {
        "u32": '-m u32 %s--u32 "%s"' % (no, h.choice(U32)),
        "bpf": '-m bpf --bytecode "%s"' % h.choice(BPF),
        "cluster": "-m cluster --cluster-total-nodes %d --cluster-local-node 1"
                   " --cluster-hash-seed 0x%x" % (h.choice([2, 3]), h.randrange(1 << 32)),
        "connlabel": "-m connlabel %s--label %d%s" % (no, h.choice([0, 5, 127]),
                                                      h.choice(["", " --set"])),
        "connbytes": "-m connbytes %s--connbytes %s --connbytes-dir %s --connbytes-mode %s"
                     % (no, h.choice(["0:100", "2:1000", "1:3", "60:5000", "100", "2", "0"]),
                        h.choice(["original", "reply", "both"]),
                        h.choice(["packets", "bytes", "avgpkt"])),
        "connlimit": "-m connlimit --connlimit-%s %d --connlimit-mask %d"
                     % (h.choice(["above", "upto"]), h.choice([0, 1, 2, 5]),
                        h.choice([0, 8, 24, 32])),
        "hashlimit": "-m hashlimit --hashlimit-%s 1/hour --hashlimit-burst %d --hashlimit-mode %s"
                     " --hashlimit-name h%d" % (h.choice(["upto", "above"]), h.choice([1, 3]),
                                                h.choice(["srcip", "dstip", "srcip,dstport"]),
                                                h.randrange(10 ** 6)),
        "recent": "-m recent --name r%d %s%s" % (h.randrange(3), no, h.choice(
            ["--set", "--update", "--rcheck", "--remove", "--rcheck --hitcount 2",
             "--rcheck --rttl", "--set --rdest"])),
        "quota": "-m quota %s--quota %d" % (no, h.choice([0, 40, 100, 1000])),
        "string": "-m string %s--string %s --algo %s%s" % (
            no, h.choice(["reply", "GET", "PORT", "hello"]), h.choice(["bm", "kmp"]),
            h.choice(["", " --from 20", " --to 40", " --icase"])),
        "ecn": "-m ecn %s--ecn-ip-ect %d" % (no, h.randrange(4)),
        "helper": "-m helper %s--helper ftp" % no,
        "pkttype": "-m pkttype %s--pkt-type %s" % (no, h.choice(["unicast", "broadcast"])),
        "fragment": no + "-f",
        "set": "-m set %s--match-set %s" % (no, h.choice(
            ["addresses src", "addresses dst", "nets src", "nets dst", "services dst,dst",
             "services src,src"])),
    }


def of_protocol(h, no, proto):
    """Matches of one protocol: -p is in the rule already, except for those that name it."""
    if proto == "tcp":
        return {"tcp-option": "-m tcp %s--tcp-option %d" % (no, h.choice([2, 3, 4, 5, 8, 30, 254])),
                "ecn-tcp": "-m ecn %s--ecn-tcp-%s" % (no, h.choice(["cwr", "ece"])),
                "tcpmss": "-m tcpmss %s--mss %s" % (no, h.choice(["0:600", "1460", "513:65535"]))}
    if proto is None:
        return {"sctp": "-p 132 -m sctp %s--%s" % (no, h.choice(
                    ["dport 80", "sport 20000:22000", "chunk-types any INIT",
                     "chunk-types all DATA,SACK", "chunk-types only ABORT"])),
                "dccp": "-p 33 -m dccp %s--%s" % (no, h.choice(
                    ["dport 80", "sport 20000:22000", "dccp-types REQUEST,RESET",
                     "dccp-option 1"])),
                "ipcomp": "-p 108 -m ipcomp %s--ipcompspi 0:40000" % no,
                "esp": "-p 50 -m esp %s--espspi 0:0x7fffffff" % no,
                "ah": "-p 51 -m ah %s--ahspi 0:0x7fffffff" % no}
    return {}


def of_chain(h, no, table, chain):
    """Matches that only some built-in chains allow; a user chain (None) allows none of them."""
    made = {}
    if chain in OUT | {"INPUT", "FORWARD"}:
        made["realm"] = "-m realm %s--realm %s" % (no, h.choice(["0", "1", "0/0xff"]))
    if chain in OUT:
        made["owner"] = "-m owner %s--%s" % (no, h.choice(
            ["uid-owner 0", "uid-owner 1000", "uid-owner 1000-1001", "gid-owner 100",
             "socket-exists"]))
    if chain in IN:
        made["policy"] = "-m policy --dir in --pol %s" % h.choice(["none", "ipsec"])
        made["devgroup"] = "-m devgroup %s--src-group %d" % (no, h.choice([0, 1]))
        made["physdev"] = "-m physdev %s--physdev-in eth0" % no
        made["mac"] = "-m mac %s--mac-source 00:00:00:00:00:01" % no
    if chain == "PREROUTING" and table in ("raw", "mangle"):
        made["rpfilter"] = "-m rpfilter" + h.choice(["", " --loose", " --invert"])
    return made


def matches(g, table, chain, proto):
    """Perhaps one match more for a rule in chain (None: a user chain)."""
    h = g.h
    if h.random() > 0.3:
        return []
    no = h.choice(["", "", "", "! "])
    made = {**any_match(h, no), **of_protocol(h, no, proto), **of_chain(h, no, table, chain)}
    names = [n for n in made if g.ok(n)]
    return [made[h.choice(names)]]


def target(g, table, hooks, proto):
    """Perhaps a target that gen.py does not draw and that is legal in all of hooks, else None."""
    h = g.h
    if h.random() > 0.25:
        return None
    made = {
        "SET": "SET --%s-set %s" % (h.choice(["add", "del"]),
                                    h.choice(["addresses src", "nets dst", "services dst,dst"])),
        "NFLOG": "NFLOG --nflog-group 0 --nflog-prefix %s" % table,
        "AUDIT": "AUDIT --type " + h.choice(["accept", "drop", "reject"]),
    }
    if table == "mangle":
        made["HMARK"] = ("HMARK --hmark-tuple %s --hmark-mod %d --hmark-offset 1 --hmark-rnd 0x%x"
                         % (h.choice(["src,dst", "src", "src,dst,sport,dport", "ct,src,dst"]),
                            h.choice([1, 2, 7]), h.randrange(1 << 32)))
        made["CHECKSUM"] = "CHECKSUM --checksum-fill"
        if set(hooks) <= {"FORWARD", "OUTPUT", "POSTROUTING"}:
            made["CLASSIFY"] = "CLASSIFY --set-class 1:%x" % h.randrange(16)
        if proto == "tcp":
            made["TCPOPTSTRIP"] = "TCPOPTSTRIP --strip-options " + h.choice(["2", "3,4", "8,5,30"])
            made["ECN"] = "ECN --ecn-tcp-remove"
    if table == "raw" and proto == "tcp":
        made["CT-helper"] = "CT --helper ftp"
    names = [n for n in made if g.ok(n)]
    return made[h.choice(names)]


def surroundings(g):
    """Sets that the rules name, and routing by policy."""
    h, made = g.h, {"ipset": SETS}
    if g.ok("ip-rules") and h.random() < 0.4:
        made["routes"] = g.routes() + [{"to": "0.0.0.0/0", "table": 100, **h.choice(
            [{"via": "172.16.0.10", "dev": "eth2"}, {"type": "blackhole"}, {"type": "prohibit"},
             {"type": "unreachable"}, {"type": "throw"}])}]
        made["ip_rules"] = [dict(h.choice(
            [{"fwmark": "1"}, {"fwmark": "0x2/0x3"}, {"from": "10.0.0.0/30"}, {"tos": 0x10},
             {"to": "198.51.100.0/24"}, {"iif": "eth2"}]), table=100, priority=100 + i)
            for i in range(h.randint(1, 2))]
    return made


