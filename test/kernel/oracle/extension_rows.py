# SPDX-License-Identifier: GPL-2.0-only
"""Every extension of rules: texts to draw from, and where each may stand.

A row says of one match or target in which families, tables and built-in chains the kernel takes it,
and of which protocols a rule with it is (-p). LEFT_OUT names what is not drawn, with the reason."""
import collections

ALL = ("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING")
IN, OUT = ("PREROUTING", "INPUT", "FORWARD"), ("FORWARD", "OUTPUT", "POSTROUTING")
SENT = ("OUTPUT", "POSTROUTING")
HOOKS = {"raw": ("PREROUTING", "OUTPUT"),
         "mangle": ALL,
         "nat": ("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
         "filter": ("INPUT", "FORWARD", "OUTPUT"),
         "security": ("INPUT", "FORWARD", "OUTPUT")}
TABLES = tuple(HOOKS)
# Protocols of rules; "" is a rule without -p. "icmp" stands for ipv6-icmp in IPv6.
PROTOCOLS = ("", "tcp", "udp", "icmp", "sctp")

# Extension: why no rule with it is drawn.
LEFT_OUT = {
    "CLUSTERIP": "this kernel has it no more (gone since 6.x)",
    "LED": "this kernel has no LEDs",
    "SECMARK": "this kernel has no security module that would know a label",
    "TEE": "the oracle cannot tell the copy, which passes hooks inside a hook, from the packet",
    "TRACE": "the oracle traces by itself",
    "ipvs": "this kernel has no IPVS",
    "nfacct": "its objects are made over netlink, which the oracle does not do",
    "statistic --mode random": "the kernel draws at random",
    "CT --zone-orig, --zone-reply": "packets of one connection that meet different rules make several "
                                    "that the kernel's table does not tell apart",
    "time without a day": "iptables-save prints what iptables-restore does not take",
    "random, random-fully of NAT": "the kernel draws at random (parity.py --collide has them)",
    "cpu 0": "depends on the processor that takes the packet; others are drawn",
    "limit, hashlimit of more than one in an hour": "depend on when a packet comes",
    "NFQUEUE without --queue-bypass": "the oracle has no reader of queues",
}

Row = collections.namedtuple("Row", "kind name families tables chains protocols texts")
ROWS = []


def match(name, texts, families=(4, 6), tables=TABLES, chains=ALL, protocols=PROTOCOLS):
    ROWS.append(Row("match", name, families, tables, chains, protocols,
                    [("-m %s %s" % (name, t)).strip() for t in texts]))


def target(name, texts, families=(4, 6), tables=TABLES, chains=ALL, protocols=PROTOCOLS):
    ROWS.append(Row("target", name, families, tables, chains, protocols,
                    [("-j %s %s" % (name, t)).strip() for t in texts]))


def both(*texts):
    """Each text, and its inverse."""
    return [t for text in texts for t in (text, "! " + text)]


# -- matches ---------------------------------------------------------------------------------------
match("addrtype", both("--src-type LOCAL", "--dst-type LOCAL", "--dst-type UNICAST",
                       "--dst-type MULTICAST") + ["--src-type UNICAST --dst-type LOCAL"])
match("addrtype", both("--dst-type BROADCAST", "--src-type BLACKHOLE"), (4,))
match("addrtype", ["--dst-type LOCAL --limit-iface-in", "--src-type UNICAST --limit-iface-in"],
      chains=("PREROUTING", "INPUT"))
match("addrtype", ["--src-type LOCAL --limit-iface-out"], chains=SENT)
match("ah", both("--ahspi 0:0x7fffffff", "--ahspi 256"), (4,), protocols=("ah",))
match("ah", both("--ahspi 0:0x7fffffff", "--ahlen 24") + ["--ahres"], (6,))
match("bpf", ['--bytecode "4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0"',
              '--bytecode "4,48 0 0 8,37 0 1 63,6 0 0 1,6 0 0 0"',
              '--bytecode "5,177 0 0 0,72 0 0 2,21 0 1 53,6 0 0 1,6 0 0 0"',
              '--bytecode "4,32 0 0 60,21 0 1 0,6 0 0 1,6 0 0 0"',
              '--bytecode "4,128 0 0 0,53 0 1 60,6 0 0 1,6 0 0 0"'])
match("cgroup", both("--cgroup 1", "--cgroup 0"), chains=("INPUT", "OUTPUT", "POSTROUTING"))
match("cluster", ["--cluster-total-nodes %d --cluster-local-node 1 --cluster-hash-seed 0x%x" % p
                  for p in ((2, 0xdeadbeef), (3, 1), (5, 0xffffffff))]
      + ["--cluster-total-nodes 4 --cluster-local-nodemask 5 --cluster-hash-seed 7",
         "--cluster-total-nodes 4 ! --cluster-local-nodemask 5 --cluster-hash-seed 7"])
match("comment", ['--comment "drop -j DROP"', "--comment x"])
match("connbytes", ["--connbytes %s --connbytes-dir %s --connbytes-mode %s" % (n, d, m)
                    for n, d, m in (("0:100", "original", "bytes"), ("2", "both", "packets"),
                                    ("60:5000", "reply", "avgpkt"), ("1:3", "original", "packets"),
                                    ("100", "both", "bytes"))]
      + ["! --connbytes 2:1000 --connbytes-dir both --connbytes-mode packets"])
match("connlabel", both("--label 0", "--label 5", "--label 127 --set", "--label 5 --set"))
match("connlimit", ["--connlimit-%s %d --connlimit-mask %d" % p for p in
                    (("above", 0, 0), ("upto", 1, 24), ("above", 2, 32), ("upto", 5, 8))]
      + ["--connlimit-above 1 --connlimit-mask 24 --connlimit-daddr"])
match("connmark", both("--mark 0x1", "--mark 0x0", "--mark 0x2/0x3", "--mark 0x10/0xf0"))
match("conntrack", both("--ctstate NEW", "--ctstate ESTABLISHED", "--ctstate RELATED",
                        "--ctstate INVALID", "--ctstate UNTRACKED", "--ctstate SNAT",
                        "--ctstate DNAT", "--ctstatus SEEN_REPLY", "--ctstatus ASSURED",
                        "--ctstatus CONFIRMED", "--ctstatus NONE", "--ctexpire 0:100",
                        "--ctproto 17", "--ctorigdstport 53", "--ctreplsrcport 80:443",
                        "--ctorigsrcport 20000:20500", "--ctrepldstport 1:1000")
      + ["--ctdir ORIGINAL", "--ctdir REPLY", "--ctstate NEW --ctproto 6 --ctdir ORIGINAL"])
match("conntrack", both("--ctorigsrc 10.0.0.0/24", "--ctorigdst 198.51.100.1", "--ctproto 1",
                        "--ctreplsrc 172.16.0.0/16", "--ctrepldst 10.0.0.2"), (4,))
match("conntrack", both("--ctorigsrc 2001:db8:a::/64", "--ctorigdst 2001:db8:100::1",
                        "--ctreplsrc fd00:c::/64", "--ctrepldst 2001:db8:a::2",
                        "--ctproto 58"), (6,))
match("cpu", both("--cpu 200"))
match("dccp", both("--dport 80", "--sport 20000:22000", "--dccp-types REQUEST,RESET",
                   "--dccp-types INVALID") + ["--dccp-option 1", "--dccp-option 5", "! --dccp-option 5"],
      protocols=("dccp",))
match("devgroup", both("--src-group 0", "--src-group 1", "--src-group 0x10/0xf0"), chains=IN)
match("devgroup", both("--dst-group 0", "--dst-group 3"), chains=OUT)
match("dscp", both("--dscp 0", "--dscp 46", "--dscp-class CS1", "--dscp-class AF11"))
match("dst", both("--dst-len 8") + ["--dst-opts 1", "--dst-len 8 --dst-opts 1:4,30", ""], (6,))
match("ecn", both("--ecn-ip-ect 0", "--ecn-ip-ect 1", "--ecn-ip-ect 3"))
match("ecn", both("--ecn-tcp-cwr", "--ecn-tcp-ece") + ["--ecn-tcp-ece --ecn-ip-ect 0"],
      protocols=("tcp",))
match("esp", both("--espspi 0:0x7fffffff", "--espspi 500"), protocols=("esp",))
match("eui64", [""], (6,), chains=IN)
match("frag", ["--fragfirst", "--fragmore", "--fraglast", "--fragid 0:2000", "! --fragid 0:2000",
               "--fragres", "--fraglen 8", ""], (6,))
match("hashlimit", ["--hashlimit-%s 1/hour --hashlimit-burst %d --hashlimit-mode %s"
                    " --hashlimit-name h%d" % (u, b, m, i) for i, (u, b, m) in enumerate(
                        (("upto", 1, "srcip"), ("above", 3, "dstip"),
                         ("upto", 5, "srcip,dstport"), ("above", 2, "srcip,srcport,dstip,dstport")))]
      + ["--hashlimit-upto 1/hour --hashlimit-burst 4 --hashlimit-name hall",
         "--hashlimit-above 1/day --hashlimit-mode srcip --hashlimit-srcmask 24"
         " --hashlimit-burst 6 --hashlimit-name hday",
         "--hashlimit-above 1kb/s --hashlimit-burst 2kb --hashlimit-mode dstip"
         " --hashlimit-name hbytes"])
match("hbh", both("--hbh-len 8") + ["--hbh-opts 1", "--hbh-len 8 --hbh-opts 5:2", ""], (6,))
match("helper", both("--helper ftp", '--helper ""'))
match("hl", both("--hl-eq 64", "--hl-eq 63") + ["--hl-lt 3", "--hl-gt 63"], (6,))
match("icmp", both("--icmp-type 8", "--icmp-type 0", "--icmp-type 3", "--icmp-type 3/3",
                   "--icmp-type 11", "--icmp-type any"), (4,), protocols=("icmp",))
match("icmp6", both("--icmpv6-type 128", "--icmpv6-type 129", "--icmpv6-type 1",
                    "--icmpv6-type 1/4", "--icmpv6-type 3", "--icmpv6-type 136"), (6,),
      protocols=("icmp",))
match("ipcomp", both("--ipcompspi 0:40000", "--ipcompspi 0x12"), protocols=("ipcomp",))
match("iprange", both("--src-range 10.0.0.1-10.0.0.2", "--dst-range 172.16.0.0-172.16.0.10",
                      "--dst-range 198.51.100.2-203.0.113.255")
      + ["--src-range 10.0.0.0-10.0.0.200 ! --dst-range 10.0.0.0-172.16.0.10"], (4,))
match("iprange", both("--src-range 2001:db8:a::1-2001:db8:a::2",
                      "--dst-range fd00:c::-fd00:c::10"), (6,))
match("ipv6header", both("--header hop", "--header hop,dst", "--header prot")
      + ["--header dst --soft", "--header frag --soft", "--header prot --soft",
         "--header auth,esp --soft"], (6,))
match("length", both("--length 0:40", "--length 41:100", "--length 53", "--length 60:1500"))
match("limit", ["--limit 1/hour --limit-burst 1", "--limit 1/hour --limit-burst 3",
                "--limit 2/hour --limit-burst 5"])
match("mac", both("--mac-source 00:00:00:00:00:01"), chains=IN)
match("mark", both("--mark 0x1", "--mark 0x0", "--mark 0x1/0x1", "--mark 0x2/0x3",
                   "--mark 0x10/0xf0"))
match("mh", both("--mh-type binding-update", "--mh-type 0:3", "--mh-type 6"), (6,),
      protocols=("mh",))
match("multiport", both("--dports 22,53,80", "--sports 20000:22000", "--ports 80,443,5060",
                        "--dports 0:52,54:79,8080"), protocols=("tcp", "udp", "sctp"))
match("osf", both("--genre Linux") + ["--genre Windows --ttl 0"], (4,), chains=IN, protocols=("tcp",))
match("owner", both("--uid-owner 0", "--uid-owner 1000", "--uid-owner 1000-1001",
                    "--gid-owner 100", "--socket-exists")
      + ["--gid-owner 100 --suppl-groups"], chains=SENT)
match("physdev", both("--physdev-in eth0", "--physdev-is-in"), chains=ALL)
match("physdev", both("--physdev-is-bridged", "--physdev-is-out", "--physdev-out eth+"),
      chains=("FORWARD",))
match("pkttype", both("--pkt-type unicast", "--pkt-type broadcast", "--pkt-type multicast"))
match("policy", ["--dir in --pol none", "--dir in --pol ipsec",
                 "--dir in --pol ipsec --proto esp --mode tunnel"], chains=IN)
match("policy", ["--dir out --pol none", "--dir out --pol ipsec --strict --reqid 1"], chains=OUT)
match("quota", both("--quota 0", "--quota 40", "--quota 100", "--quota 1000"))
match("rateest", ["--rateest e1 --rateest-lt --rateest-pps 1", "--rateest e1 --rateest-gt --rateest-bps 1",
                  "--rateest e1 ! --rateest-eq --rateest-pps 0",
                  "--rateest-delta --rateest e1 --rateest-lt --rateest-bps1 8bit"])
match("realm", both("--realm 0", "--realm 1", "--realm 0/0xff"), (4,),
      chains=("INPUT",) + OUT)
match("recent", ["--name r0 --set", "--name r0 --rcheck", "--name r1 --update", "--name r1 --set",
                 "--name r0 --remove", "--name r0 --rcheck --hitcount 2",
                 "--name r1 --rcheck --rttl", "--name r2 --set --rdest",
                 "--name r2 --rcheck --rdest", "--name r0 ! --rcheck",
                 "--name r3 --set --mask 255.255.255.0", "--name r0 --update --seconds 600",
                 "--name r0 --rcheck --seconds 600 --reap"], (4,))
match("recent", ["--name s0 --set", "--name s0 --rcheck", "--name s1 --update",
                 "--name s0 --remove", "--name s2 --set --rdest", "--name s2 --rcheck --rdest",
                 "--name s0 --rcheck --hitcount 2", "--name s1 --set"], (6,))
match("rpfilter", ["", "--loose", "--invert", "--validmark", "--accept-local",
                   "--loose --invert --accept-local"], tables=("raw", "mangle"),
      chains=("PREROUTING",))
match("rt", both("--rt-type 0", "--rt-type 2", "--rt-segsleft 0:1", "--rt-len 24") + [""], (6,))
match("sctp", both("--dport 80", "--sport 20000:22000")
      + ["--chunk-types any INIT", "--chunk-types any SACK", "--chunk-types all DATA,SACK",
         "--chunk-types all INIT", "--chunk-types only ABORT", "--chunk-types only DATA",
         "--chunk-types any DATA:Be", "--chunk-types any ABORT,SHUTDOWN",
         "--chunk-types any INIT_ACK,COOKIE_ECHO", "--chunk-types all COOKIE_ECHO",
         "! --chunk-types any DATA", "! --chunk-types all INIT", "! --chunk-types only DATA"],
      protocols=("sctp",))
match("set", both("--match-set addresses src", "--match-set addresses dst", "--match-set nets src",
                  "--match-set nets dst", "--match-set services dst,dst",
                  "--match-set services src,src")
      + ["--match-set counted src --packets-gt 1", "--match-set counted src --bytes-lt 100",
         "! --match-set counted dst ! --update-counters"])
match("socket", ["", "--transparent", "--nowildcard", "--restore-skmark"],
      chains=("PREROUTING", "INPUT"))
match("srh", both("--srh-next-hdr 17", "--srh-hdr-len-eq 2", "--srh-segs-left-eq 0",
                  "--srh-segs-left-gt 0", "--srh-last-entry-eq 0", "--srh-tag 0",
                  "--srh-psid 2001:db8::/32") + [""], (6,))
match("state", both("--state NEW", "--state ESTABLISHED", "--state RELATED,ESTABLISHED",
                    "--state INVALID", "--state UNTRACKED"))
match("statistic", ["--mode nth --every %d --packet %d" % p for p in
                    ((2, 0), (2, 1), (3, 2), (1, 0))]
      + ["--mode nth ! --every 3 --packet 1", "--mode random --probability 0",
         "--mode random --probability 1", "--mode random ! --probability 1"])
match("string", ["--algo bm --string reply", "--algo kmp --string hello --from 20",
                 "--algo bm --string get --icase", "--algo kmp ! --string GET --to 60",
                 '--algo bm --hex-string "|00 00 00|"', "--algo kmp --hex-string |16| --to 52",
                 "--algo bm --string OK --from 40 --to 44"])
match("tcp", both("--dport 80", "--sport 20000:20500", "--dport 0:52", "--syn",
                  "--tcp-flags SYN,ACK SYN,ACK", "--tcp-flags ALL NONE", "--tcp-flags FIN,RST RST",
                  "--tcp-option 2", "--tcp-option 5") + ["--sport 20000:22000 --dport 22:443 --syn"],
      protocols=("tcp",))
match("tcpmss", both("--mss 0:600", "--mss 1460", "--mss 513:65535"), protocols=("tcp",))
match("time", ["--datestart 2001-01-01", "--datestop 2001-01-01",
               "--weekdays Mo,Tu,We,Th,Fr,Sa,Su", "--timestart 00:00 --timestop 23:59:59",
               "--datestart 2001-01-01 --datestop 2035-01-01 --kerneltz"])
match("tos", both("--tos 0x00/0xff", "--tos 0x10/0xff", "--tos 0xb8/0xfc", "--tos 0x00/0x03"))
match("ttl", both("--ttl-eq 64", "--ttl-eq 63") + ["--ttl-lt 3", "--ttl-gt 63"], (4,))
match("u32", both('--u32 "6&0xFF=17"', '--u32 "0>>22&0x3C@0>>16=80,443"', '--u32 "100=1"',
                  '--u32 "0&0xFFFF=0x1C:0x28"', '--u32 "0>>22&0x3C@4=0x0"',
                  '--u32 "12>>24=10&&16>>24=172"',
                  '--u32 "4&0x1FFF=0&&0>>22&0x3C@0&0xFFFF=0:1023"'))
match("udp", both("--dport 53", "--sport 20000:20500", "--dport 1000:65535", "--sport 53"),
      protocols=("udp",))

# -- targets ---------------------------------------------------------------------------------------
target("AUDIT", ["--type accept", "--type drop", "--type reject"])
target("CHECKSUM", ["--checksum-fill"], tables=("mangle",))
target("CLASSIFY", ["--set-class 1:5", "--set-class 0:0"], tables=("mangle",), chains=OUT)
target("CONNMARK", ["--save-mark", "--restore-mark", "--set-mark 1", "--set-xmark 0x2/0x3",
                    "--and-mark 0xf", "--or-mark 0x10", "--xor-mark 3",
                    "--save-mark --nfmask 0xff --ctmask 0xf0",
                    "--restore-mark --nfmask 0x3 --ctmask 0x1",
                    "--set-xmark 0x2/0x3 --left-shift-mark 2",
                    "--save-mark --right-shift-mark 1"])
target("CONNSECMARK", ["--save", "--restore"], tables=("mangle", "security"))
target("CT", ["--notrack", "--zone 1", "--zone 2", "--zone 3", "--zone mark"],
       tables=("raw",))
target("CT", ["--helper ftp", "--helper ftp --zone 1"], tables=("raw",), protocols=("tcp",))
target("CT", ["--helper tftp", "--helper sip"], tables=("raw",), protocols=("udp",))
target("DNAT", ["--to-destination 172.16.0.10", "--to-destination 10.0.0.2-10.0.0.4",
                "--to-destination 172.16.0.10-172.16.0.13 --persistent"], (4,), ("nat",),
       ("PREROUTING", "OUTPUT"))
target("DNAT", ["--to-destination 172.16.0.11:8080", "--to-destination :5353"], (4,), ("nat",),
       ("PREROUTING", "OUTPUT"), ("tcp", "udp", "sctp"))
target("DNAT", ["--to-destination fd00:c::10", "--to-destination fd00:c::10-fd00:c::13"], (6,),
       ("nat",), ("PREROUTING", "OUTPUT"))
target("DNAT", ["--to-destination [fd00:c::11]:8080"], (6,), ("nat",), ("PREROUTING", "OUTPUT"),
       ("tcp", "udp", "sctp"))
target("DNPT", ["--src-pfx 2001:db8:b::/64 --dst-pfx 2001:db8:a::/64"], (6,), ("mangle",),
       ("PREROUTING", "OUTPUT"))
target("DSCP", ["--set-dscp 0", "--set-dscp 46", "--set-dscp-class AF11"], tables=("mangle",))
target("ECN", ["--ecn-tcp-remove"], (4,), ("mangle",), protocols=("tcp",))
target("HL", ["--hl-set 64", "--hl-set 2", "--hl-dec 1", "--hl-inc 5"], (6,), ("mangle",))
target("HMARK", ["--hmark-tuple %s --hmark-mod %d --hmark-offset %d --hmark-rnd 0x%x" % p for p in
                 (("src,dst", 7, 1, 0xcafe), ("src", 2, 100, 1), ("ct,src,dst", 5, 1, 0xffffffff),
                  ("src,dst,sport,dport,proto", 16, 2, 0))], tables=("mangle",))
target("IDLETIMER", ["--timeout 600 --label nf-parity"])
target("LOG", ["", '--log-prefix "log: "', "--log-level 7 --log-tcp-options --log-ip-options",
               "--log-uid --log-tcp-sequence"])
target("MARK", ["--set-mark 1", "--set-mark 2", "--or-mark 0x10", "--xor-mark 3", "--and-mark 0xfe",
                "--set-xmark 0x1/0x3"])
target("MASQUERADE", [""], tables=("nat",), chains=("POSTROUTING",))
target("NETMAP", ["--to 192.0.2.128/26", "--to 172.16.0.0/24"], (4,), ("nat",),
       ("POSTROUTING", "INPUT"))
target("NETMAP", ["--to 10.0.0.0/24", "--to 172.16.0.0/28"], (4,), ("nat",),
       ("PREROUTING", "OUTPUT"))
target("NETMAP", ["--to 2001:db8:b:0:80::/80", "--to fd00:c::/64"], (6,), ("nat",),
       ("POSTROUTING", "INPUT"))
target("NETMAP", ["--to 2001:db8:a::/64", "--to fd00:c::40/123"], (6,), ("nat",),
       ("PREROUTING", "OUTPUT"))
target("NFLOG", ["--nflog-group 0 --nflog-prefix n", "--nflog-group 0 --nflog-size 20",
                 "--nflog-group 0 --nflog-threshold 1"])
target("NFQUEUE", ["--queue-num 7 --queue-bypass", "--queue-balance 2:5 --queue-bypass"])
target("NOTRACK", [""], tables=("raw",))
target("RATEEST", ["--rateest-name e1 --rateest-interval 8s --rateest-ewmalog 16s"])
target("REDIRECT", [""], tables=("nat",), chains=("PREROUTING", "OUTPUT"))
target("REDIRECT", ["--to-ports 8080"], tables=("nat",), chains=("PREROUTING", "OUTPUT"),
       protocols=("tcp", "udp", "sctp"))
target("REJECT", ["", "--reject-with icmp-net-unreachable", "--reject-with icmp-host-unreachable",
                  "--reject-with icmp-proto-unreachable", "--reject-with icmp-net-prohibited",
                  "--reject-with icmp-host-prohibited", "--reject-with icmp-admin-prohibited"], (4,),
       ("filter",))
target("REJECT", ["", "--reject-with icmp6-no-route", "--reject-with icmp6-adm-prohibited",
                  "--reject-with icmp6-addr-unreachable", "--reject-with icmp6-policy-fail",
                  "--reject-with icmp6-reject-route"], (6,), ("filter",))
target("REJECT", ["--reject-with tcp-reset"], tables=("filter",), protocols=("tcp",))
target("SET", ["--add-set addresses src", "--add-set nets dst", "--add-set services dst,dst",
               "--del-set addresses dst", "--del-set services src,src",
               "--add-set counted src --exist"])
target("SNAT", ["--to-source 192.0.2.50", "--to-source 192.0.2.50-192.0.2.53",
                "--to-source 172.16.0.200-172.16.0.203 --persistent"], (4,), ("nat",),
       ("POSTROUTING", "INPUT"))
target("SNAT", ["--to-source 2001:db8:b::50", "--to-source 2001:db8:b::50-2001:db8:b::53"], (6,),
       ("nat",), ("POSTROUTING", "INPUT"))
target("SNPT", ["--src-pfx 2001:db8:a::/64 --dst-pfx 2001:db8:b::/64"], (6,), ("mangle",),
       ("INPUT", "POSTROUTING"))
target("SYNPROXY", ["--mss 1460 --sack-perm --timestamp --wscale 7", "--mss 536", "--timestamp"],
       tables=("filter",), chains=("INPUT", "FORWARD"), protocols=("tcp",))
target("TCPMSS", ["--set-mss 500", "--set-mss 1400"], tables=("mangle",), protocols=("tcp-syn",))
target("TCPMSS", ["--clamp-mss-to-pmtu"], tables=("mangle",), chains=OUT, protocols=("tcp-syn",))
target("TCPOPTSTRIP", ["--strip-options 2", "--strip-options 3,4,8", "--strip-options 5,30"],
       tables=("mangle",), protocols=("tcp",))
target("TOS", ["--set-tos 0x10/0xff", "--set-tos 0x00/0xff", "--set-tos 0xb8/0xfc",
               "--or-tos 0x04", "--and-tos 0xf0", "--xor-tos 0x03"], tables=("mangle",))
target("TPROXY", ["--on-port 53", "--on-port 0 --tproxy-mark 1/1"], tables=("mangle",),
       chains=("PREROUTING",), protocols=("tcp", "udp"))
target("TTL", ["--ttl-set 64", "--ttl-set 2", "--ttl-dec 1", "--ttl-inc 5"], (4,), ("mangle",))


# What stands in front of a rule, in the same chain, because the rule needs it: name of a match, rule.
BEFORE = {"rateest": "-j RATEEST --rateest-name e1 --rateest-interval 8s --rateest-ewmalog 16s"}

# -p of a protocol that iptables has no name for, or that says more.
NUMBERS = {"ah": "51", "esp": "50", "dccp": "33", "ipcomp": "108", "mh": "135"}


def protocol(name, family):
    """How a rule asks for a protocol; empty for none."""
    if name == "tcp-syn":
        return "-p tcp -m tcp --tcp-flags SYN,RST SYN"
    if name == "icmp" and family == 6:
        name = "ipv6-icmp"
    return "-p " + NUMBERS.get(name, name) if name else ""


def sets(family):
    """An ipset save text with the sets that the rows name."""
    v6 = family == 6
    hosts = ["2001:db8:a::2", "2001:db8:100::1"] if v6 else ["10.0.0.2", "198.51.100.1"]
    nets = ["fd00:c::/64", "2001:db8:203::/48"] if v6 else ["172.16.0.0/24", "203.0.113.0/25"]
    services = ["2001:db8:a::2,udp:53", "fd00:c::10,tcp:80"] if v6 else \
        ["10.0.0.2,udp:53", "172.16.0.10,tcp:80"]
    kinds = (("addresses", "hash:ip", "", hosts), ("nets", "hash:net", "", nets),
             ("services", "hash:ip,port", "", services),
             ("counted", "hash:ip", " counters", hosts))
    lines = []
    for name, kind, options, members in kinds:
        lines.append("create %s %s%s%s" % (name, kind, " family inet6" if v6 else "", options))
        lines += ["add %s %s" % (name, member) for member in members]
    return "\n".join(lines) + "\n"
