// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-texts.h"

#include <sstream>

namespace ns3
{

namespace
{

// An extension begins a block: "match NAME" or "target NAME". Then "$" a command of iptables, or
// "6" one of ip6tables, as an example, "!" what differs from Linux, and "option: what it means".
constexpr const char* MATCHES = R"(
match addrtype
$ -A INPUT -m addrtype --dst-type LOCAL,BROADCAST -j ACCEPT
src-type: kinds of address that the source may be of, separated by commas: UNSPEC, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW, NAT, XRESOLVE
dst-type: likewise for the destination
limit-iface-in: LOCAL is only an address of the device that the packet came in by
limit-iface-out: LOCAL is only an address of the device that the packet goes out by
match ah
$ -A INPUT -p ah -m ah --ahspi 500:520 -j ACCEPT
ahspi: security parameter index of the authentication header, or a range of them
match bpf
$ -A INPUT -m bpf --bytecode "4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0" -j ACCEPT
! Programs pinned in a file system are not there (--object-pinned).
bytecode: the number of instructions, then the instructions, separated by commas, as nfbpf_compile prints them
match cgroup
$ -A OUTPUT -m cgroup --cgroup 1048577 -j DROP
! No socket here is in a control group: the match is told to be without effect.
path: path of a group of the second hierarchy
cgroup: number of a class of net_cls
match cluster
$ -A INPUT -m cluster --cluster-total-nodes 2 --cluster-local-node 1 --cluster-hash-seed 0xdeadbeef -j ACCEPT
cluster-total-nodes: how many nodes share the connections
cluster-local-node: which of them this one is, from 1
cluster-local-nodemask: which of them this one stands for, as a mask
cluster-hash-seed: start of the hash of the connection's source
match comment
$ -A INPUT -m comment --comment "web servers" -j ACCEPT
comment: up to 255 characters, which are kept and printed
match connbytes
$ -t mangle -A FORWARD -m connbytes --connbytes 100000: --connbytes-dir both --connbytes-mode bytes -j MARK --set-mark 1
connbytes: least and most, either of which may be left out
connbytes-dir: packets of which direction count: original, reply, both
connbytes-mode: what counts: packets, bytes, or avgpkt, bytes a packet
match connlabel
$ -A FORWARD -m connlabel --label 40 --set -j ACCEPT
! Labels have numbers only; no file of names is read.
label: number of a label, up to 127
set: give the connection the label, too
match connlimit
$ -A INPUT -p tcp --syn --dport 23 -m connlimit --connlimit-above 2 --connlimit-mask 24 -j REJECT
connlimit-upto: true with at most so many connections
connlimit-above: true with more connections than that
connlimit-mask: length of the prefix of the addresses that are counted together
connlimit-saddr: count by source, which is the default
connlimit-daddr: count by destination
match connmark
$ -A FORWARD -m connmark --mark 1/0xff -j ACCEPT
mark: value, or value/mask, of the mark of the connection
match conntrack
$ -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ctstate: states: INVALID, NEW, ESTABLISHED, RELATED, UNTRACKED, SNAT, DNAT
ctproto: protocol of the connection
ctorigsrc: source of the original direction
ctorigdst: destination of the original direction
ctreplsrc: source of the reply direction
ctrepldst: destination of the reply direction
ctorigsrcport: source port of the original direction, or a range
ctorigdstport: destination port of the original direction, or a range
ctreplsrcport: source port of the reply direction, or a range
ctrepldstport: destination port of the reply direction, or a range
ctstatus: NONE, or statuses: EXPECTED, SEEN_REPLY, ASSURED, CONFIRMED
ctexpire: seconds that the entry has left, or a range
ctdir: direction of the packet: ORIGINAL or REPLY
match cpu
$ -A INPUT -m cpu --cpu 0 -j ACCEPT
! There is one processor, 0.
cpu: number of the processor
match dccp
$ -A INPUT -p dccp -m dccp --dport 5001 --dccp-types REQUEST -j ACCEPT
sport: source port, or a range
dport: destination port, or a range
dccp-types: types of packets, separated by commas: REQUEST, RESPONSE, DATA, ACK, DATAACK, CLOSEREQ, CLOSE, RESET, SYNC, SYNCACK, INVALID
dccp-option: number of an option that the packet has
match devgroup
$ -A INPUT -m devgroup --src-group 0 -j ACCEPT
! All devices are in group 0, and the only name is "default".
src-group: group, or group/mask, of the device that the packet came in by
dst-group: group, or group/mask, of the device that it goes out by
match dscp
$ -A FORWARD -m dscp --dscp-class EF -j ACCEPT
dscp: value of the DSCP field, 0 to 63
dscp-class: its name: BE, EF, AF11 to AF43, CS0 to CS7
match ecn
$ -A FORWARD -p tcp -m ecn --ecn-tcp-ece -j ACCEPT
ecn-tcp-cwr: the TCP flag CWR is set
ecn-tcp-ece: the TCP flag ECE is set
ecn-ip-ect: value of the ECN field of the IP header, 0 to 3
match esp
$ -A INPUT -p esp -m esp --espspi 500 -j ACCEPT
espspi: security parameter index of the encapsulated payload, or a range of them
match hashlimit
$ -A INPUT -p tcp --syn -m hashlimit --hashlimit-above 10/sec --hashlimit-burst 20 --hashlimit-mode srcip --hashlimit-name syn -j DROP
! Idle entries are looked for when a packet comes, at the moments of Linux's timer.
hashlimit-upto: true below a rate: packets as in 10/sec (or min, hour, day), or bytes as in 512kb/s
hashlimit-above: true above a rate
hashlimit-burst: packets, or bytes, that may come at once
hashlimit-mode: what groups packets: srcip, srcport, dstip, dstport, separated by commas; without it all are one group
hashlimit-name: name of the table of groups; rules with the same name share it
hashlimit-htable-size: buckets of the hash table
hashlimit-htable-max: most entries
hashlimit-htable-gcinterval: milliseconds between two searches for idle entries
hashlimit-htable-expire: milliseconds after which an entry is idle
hashlimit-srcmask: length of the prefix of source addresses that are one group
hashlimit-dstmask: length of the prefix of destination addresses that are one group
hashlimit-rate-match: compare what came in an interval with the rate, and stay above it until the end of the next one
hashlimit-rate-interval: length of that interval in seconds
match helper
$ -A FORWARD -m helper --helper ftp -j ACCEPT
helper: name of the helper of the connection, or of the one that expected it
match icmp
$ -A INPUT -p icmp --icmp-type echo-request -j ACCEPT
! Ranges of codes are saved as such; iptables 1.8.9 saves only the first code.
icmp-type: a type, type/code, type/code:code, a name or the beginning of one; "any" for all
match ipcomp
$ -A INPUT -p ipcomp -m ipcomp --ipcompspi 18 -j ACCEPT
ipcompspi: compression parameter index, or a range
compres: nothing: Linux refuses rules with it
match iprange
$ -A INPUT -m iprange --src-range 192.0.2.10-192.0.2.20 -j ACCEPT
src-range: first and last source address
dst-range: first and last destination address
match ipvs
$ -A FORWARD -m ipvs ! --ipvs -j ACCEPT
! No node is a virtual server: ! --ipvs holds for all packets, everything else for none, which is told.
ipvs: the packet belongs to a connection of a virtual server; so do all other options ask
vproto: protocol of the service
vaddr: address of the service, perhaps with a mask
vport: port of the service, a number or a name
vdir: direction of the packet: ORIGINAL or REPLY
vmethod: how the server forwards: GATE, IPIP or MASQ
vportctl: port of the service whose connection controls this one
match length
$ -A FORWARD -m length --length 1400:65535 -j DROP
length: bytes of the packet with its IP header, or a range
match limit
$ -A INPUT -p icmp -m limit --limit 3/second --limit-burst 5 -j ACCEPT
limit: how often on average: number, or number/second, minute, hour or day
limit-burst: how many may come at once
match mac
$ -A INPUT -m mac --mac-source 00:00:00:00:00:01 -j ACCEPT
! True only for devices with Ethernet addresses, as in Linux; ns-3's are CSMA and Wi-Fi devices.
mac-source: link-layer address that the packet came from
match mark
$ -A FORWARD -m mark --mark 0x1/0xff -j ACCEPT
mark: value, or value/mask, of the mark of the packet
match multiport
$ -A INPUT -p tcp -m multiport --dports 22,80,8000:8010 -j ACCEPT
sports: up to 15 source ports, separated by commas, a range counting as two
dports: likewise, destination ports
ports: likewise, either port
match nfacct
! There are no accounts: rules with it are refused, as in Linux without the account.
nfacct-name: name of the account
match osf
$ -A INPUT -p tcp -m osf --genre Windows --ttl 1 -j ACCEPT
! Fingerprints are given to a node by NetfilterHelper::LoadFingerprints(); in Linux all namespaces share them. As in Linux, ! changes nothing, and with --log every known system matches.
genre: name of the system in the fingerprints
ttl: 0: the TTL is the fingerprint's, which goes without saying; 1: it may be less; 2: any
log: write to the kernel log: 0: all that is found, and what is unknown; 1: the first; 2: as 0
match owner
$ -A OUTPUT -m owner --uid-owner 1000 -j ACCEPT
! Users and groups are what NetfilterHelper::SetOwner and SetApplicationOwner say; names are not read from the machine.
uid-owner: user of the socket, or a range
gid-owner: group of the socket, or a range
socket-exists: the packet has a socket
suppl-groups: --gid-owner looks at supplementary groups, too
match physdev
$ -A FORWARD -m physdev --physdev-in eth0 -j DROP
! Bridges have no hooks here, so no packet comes from a port of one.
physdev-in: port of a bridge that the packet came in by
physdev-out: port of a bridge that it goes out by
physdev-is-in: it came in by a port of a bridge
physdev-is-out: it goes out by a port of a bridge
physdev-is-bridged: it is bridged, not routed
match pkttype
$ -A INPUT -m pkttype --pkt-type broadcast -j DROP
pkt-type: to whom the frame was addressed: unicast, broadcast, multicast or otherhost
match policy
$ -A FORWARD -m policy --dir in --pol none -j ACCEPT
! Nodes have no IPsec; a script marks packets that it has decapsulated, or will encapsulate (NfIpsec).
dir: "in" for the policy that the packet was decapsulated by, "out" for the one that it will be encapsulated by
pol: "ipsec" or "none"
strict: the rule names all of the policy's elements
next: go on with the next element
reqid: number of the request
spi: security parameter index
proto: ah, esp or ipcomp
mode: transport or tunnel
tunnel-src: source of the tunnel
tunnel-dst: destination of the tunnel
match quota
$ -A FORWARD -m quota --quota 1000000 -j ACCEPT
quota: bytes until which it is true
match rateest
$ -A FORWARD -j RATEEST --rateest-name web --rateest-interval 250ms --rateest-ewmalog 500ms
$ -A FORWARD -m rateest --rateest web --rateest-gt --rateest-bps 2mbit -j DROP
! The estimate is brought up to date when it is fed or asked, at the moments of Linux's timer. A comparison may be given twice, as iptables 1.8.9 saves it and cannot read it.
rateest-delta: compare how far rates are below those given
rateest1: name of an estimator
rateest2: name of another one, to compare with
rateest-bps1: bits per second that the first is subtracted from
rateest-pps1: packets per second that the first is subtracted from
rateest-bps2: bits per second to compare with, or that the second is subtracted from; without a value the estimators' are compared
rateest-pps2: likewise, packets per second
rateest-lt: true if the first is less
rateest-gt: true if the first is greater
rateest-eq: true if both are equal
match realm
$ -A FORWARD -m realm --realm 10 -j ACCEPT
! Routes have no realms: all are of realm 0.
realm: value, or value/mask, of the realm of the route
match recent
$ -A INPUT -p tcp --syn --dport 22 -m recent --name ssh --set
$ -A INPUT -p tcp --syn --dport 22 -m recent --name ssh --update --seconds 60 --hitcount 4 -j DROP
! A name with blanks is saved between quotes; iptables 1.8.9 leaves them out.
set: put the address on the list, or renew it
rcheck: is the address on the list
update: likewise, and renew it
remove: likewise, and take it off
seconds: only if it was renewed within so many seconds
hitcount: only if it was renewed so often
rttl: only if the TTL is that of the packet that renewed it
reap: take off what is older than --seconds
name: name of the list
mask: bits of the address that count
rsource: the source goes on the list, which is the default
rdest: the destination does
match rpfilter
$ -t raw -A PREROUTING -m rpfilter --invert -j DROP
loose: any device will do, not only the one that the packet came in by
validmark: route with the mark of the packet
accept-local: also sources that are this node's own addresses
invert: true if the test fails
match sctp
$ -A INPUT -p sctp -m sctp --dport 80 --chunk-types any INIT -j ACCEPT
sport: source port, or a range
dport: destination port, or a range
chunk-types: "all", "any" or "only", then types of chunks with flags, separated by commas, as in DATA:Be
match set
$ -A INPUT -m set --match-set blocked src -j DROP
match-set: name of a set, then for each of its dimensions src or dst
set: the older spelling of --match-set
return-nomatch: true if an exception (nomatch) is met
update-counters: count in the set, which is the default
update-subcounters: count in the members of a list of sets, which is the default
packets-eq: only if the element has counted so many packets
packets-lt: only if it has counted less
packets-gt: only if it has counted more
bytes-eq: only if the element has counted so many bytes
bytes-lt: only if it has counted less
bytes-gt: only if it has counted more
match socket
$ -t mangle -A PREROUTING -p tcp -m socket --transparent -j MARK --set-mark 1
! Which sockets are transparent is what NfTransparentSocket::Set says. Sockets have no mark: --restore-skmark sets it to 0. Fragments are put together only where connections are tracked.
transparent: the socket is transparent, as one of a proxy
nowildcard: sockets that have any address of the node count, too
restore-skmark: give the packet the socket's mark
match state
$ -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT
state: INVALID, NEW, ESTABLISHED, RELATED, UNTRACKED, separated by commas
match statistic
$ -A FORWARD -m statistic --mode random --probability 0.01 -j DROP
! Numbers are drawn from the node's stream, which NetfilterHelper::AssignStreams fixes.
mode: random or nth
probability: with random: how often it is true, 0 to 1
every: with nth: once in so many packets
packet: with nth: which of the first ones, from 0
match string
$ -A FORWARD -p udp --dport 53 -m string --algo bm --hex-string "|03|www" -j DROP
algo: bm or kmp, which find the same
string: the text to find
hex-string: likewise, with bytes in hexadecimal between bars
from: first byte to look at, from the IP header on
to: byte before which it must begin
icase: small and capital letters are the same
match tcp
$ -A INPUT -p tcp --dport 80 --syn -j ACCEPT
sport: source port or service, or a range
dport: destination port or service, or a range
tcp-flags: flags to look at, then those of them that must be set; separated by commas; ALL and NONE are known
syn: SYN is set, and FIN, RST and ACK are not
tcp-option: number of an option that the segment has
match tcpmss
$ -A FORWARD -p tcp --syn -m tcpmss --mss 1400:1500 -j ACCEPT
mss: value of the option, or a range
match time
$ -A INPUT -m time --timestart 08:00 --timestop 18:00 --weekdays Mon,Tue,Wed,Thu,Fri -j ACCEPT
! The clock is simulated time behind the global value NetfilterClock; the time zone is UTC.
datestart: first moment, as 2026-11-28T07:46:36
datestop: last moment
timestart: start of a time of day, as 07:46:36
timestop: end of it
monthdays: days of the month, separated by commas
weekdays: days of the week, by name or number from Monday, 1
contiguous: a time of day that passes midnight is one piece
kerneltz: times are in the kernel's time zone
utc: times are in UTC, which is the default
match tos
$ -A FORWARD -m tos --tos Minimize-Delay -j ACCEPT
tos: value, value/mask, or a name: Minimize-Delay, Maximize-Throughput, Maximize-Reliability, Minimize-Cost, Normal-Service
match ttl
$ -A FORWARD -m ttl --ttl-lt 5 -j DROP
ttl-eq: the TTL is so much
ttl-gt: it is more
ttl-lt: it is less
match u32
$ -A INPUT -m u32 --u32 "6&0xff=17 && 0>>22&0x3c@4>>16=8:40" -j ACCEPT
u32: tests of words of the packet: place, operations &, <<, >>, @, then = and values or ranges; joined by &&
match udp
$ -A INPUT -p udp --dport domain -j ACCEPT
sport: source port or service, or a range
dport: destination port or service, or a range
)";

constexpr const char* TARGETS = R"(
target AUDIT
$ -A INPUT -j AUDIT --type drop
! There is no audit daemon: nothing is written.
type: accept, drop or reject
target CHECKSUM
$ -t mangle -A POSTROUTING -p udp --dport 68 -j CHECKSUM --checksum-fill
checksum-fill: compute the checksum
target CLASSIFY
$ -t mangle -A POSTROUTING -p tcp --dport 22 -j CLASSIFY --set-class 1:10
! The lower eight bits become the packet's SocketPriorityTag, which ns-3's queue discs read.
set-class: major:minor, both hexadecimal
target CLUSTERIP
$ -A INPUT -d 10.0.0.9 -i eth0 -j CLUSTERIP --new --hashmode sourceip --clustermac 01:00:5e:00:00:09 --total-nodes 2 --local-node 1
! ARP requests for the address are answered at once, by the device that -i names. A rule without --new whose address no other rule has made is accepted, and lets packets pass. Linux has dropped the target with 6.2.
new: the first rule for an address, which says the rest
hashmode: what is hashed: sourceip, sourceip-sourceport or sourceip-sourceport-destport
clustermac: link-layer address of a group, which ARP answers with
total-nodes: how many nodes have the address, up to 16
local-node: which of them this one is, from 1
hash-init: start of the hash
target CONNMARK
$ -t mangle -A PREROUTING -j CONNMARK --restore-mark
set-xmark: clear the bits of the mask, then turn over those of the value
set-mark: clear the bits of mask and value, then set those of the value
and-mark: keep only these bits
or-mark: set these bits
xor-mark: turn over these bits
save-mark: copy the packet's mark to the connection
restore-mark: copy the connection's mark to the packet
mask: bits that are copied, both ways
nfmask: bits of the packet's mark that take part
ctmask: bits of the connection's mark that take part
left-shift-mark: shift what becomes the mark to the left by so many bits
right-shift-mark: shift it to the right
target CONNSECMARK
$ -t mangle -A PREROUTING -j CONNSECMARK --restore
! There are no security contexts.
save: copy the packet's context to the connection
restore: copy the connection's context to the packet
target CT
$ -t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp
! Helpers other than ftp, irc and tftp read nothing.
notrack: do not track the packet
helper: name of the helper that reads the connection
ctevents: events of the connection to tell listeners of
expevents: events of expectations to tell listeners of
zone: zone in which the connection is looked up, or "mark"
zone-orig: zone of the original direction alone
zone-reply: zone of the reply direction alone
target DNAT
$ -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.2:8080
to-destination: address or range, port or range
random: choose the port at random
persistent: choose the same address for the same client
target DSCP
$ -t mangle -A FORWARD -p udp --dport 5060 -j DSCP --set-dscp-class EF
set-dscp: value of the DSCP field, 0 to 63
set-dscp-class: its name: BE, EF, AF11 to AF43, CS0 to CS7
target ECN
$ -t mangle -A FORWARD -p tcp -j ECN --ecn-tcp-remove
ecn-tcp-remove: clear ECE and CWR of the TCP header
ecn-tcp-cwr: set the TCP flag CWR to 0 or 1
ecn-tcp-ece: set the TCP flag ECE to 0 or 1
ecn-ip-ect: set the ECN field of the IP header, 0 to 3
target HMARK
$ -t mangle -A PREROUTING -p tcp -j HMARK --hmark-tuple src,dst,sport,dport --hmark-mod 2 --hmark-offset 100 --hmark-rnd 0xcafe
hmark-tuple: what is hashed: src, dst, sport, dport, spi, ct, proto, separated by commas
hmark-mod: number of marks
hmark-offset: least mark
hmark-src-prefix: bits of the source that count
hmark-dst-prefix: bits of the destination that count
hmark-sport-mask: bits of the source port that count
hmark-dport-mask: bits of the destination port that count
hmark-spi-mask: bits of the security parameter index that count
hmark-sport: source port to hash instead
hmark-dport: destination port to hash instead
hmark-spi: security parameter index to hash instead
hmark-proto-mask: bits of the protocol that count
hmark-rnd: start of the hash
target IDLETIMER
$ -A INPUT -j IDLETIMER --timeout 10 --label eth0
! Nobody is told.
timeout: seconds without a packet
label: name of the timer
alarm: wake the machine
target LED
$ -A INPUT -p tcp --dport 22 -j LED --led-trigger-id ssh --led-delay 1000
! There is no lamp.
led-trigger-id: name of the trigger
led-delay: milliseconds that the lamp stays on, or "inf"
led-always-blink: blink at each packet, though the lamp is on
target LOG
$ -A INPUT -m limit --limit 3/min -j LOG --log-prefix "dropped: "
! Lines go to the trace source Logged of the node's stack, and to the trace database.
log-prefix: up to 29 characters before the line
log-level: number or name of the level, warning by default
log-tcp-sequence: write TCP's sequence numbers
log-tcp-options: write TCP's options
log-ip-options: write the options of the IP header
log-uid: write user and group of the socket
log-macdecode: write link-layer addresses and protocol one by one
target MARK
$ -t mangle -A PREROUTING -p tcp --dport 80 -j MARK --set-mark 1
set-xmark: clear the bits of the mask, then turn over those of the value
set-mark: clear the bits of mask and value, then set those of the value
and-mark: keep only these bits
or-mark: set these bits
xor-mark: turn over these bits
target MASQUERADE
$ -t nat -A POSTROUTING -o eth1 -j MASQUERADE
to-ports: port or range for the source
random: choose the port at random
random-fully: likewise, without a hash
target NETMAP
$ -t nat -A PREROUTING -d 192.0.2.0/24 -j NETMAP --to 10.0.0.0/24
to: network whose prefix the address gets
target NFLOG
$ -A INPUT -j NFLOG --nflog-group 1 --nflog-prefix "in: "
! A line goes to the trace source Logged; sizes and thresholds of netlink messages have no effect.
nflog-group: number of the group
nflog-prefix: up to 63 characters
nflog-range: bytes that are copied
nflog-size: likewise, newer
nflog-threshold: messages that are sent together
target NFQUEUE
$ -A FORWARD -p tcp --dport 80 -j NFQUEUE --queue-num 1 --queue-bypass
! Queues are handled by functions of the script (NfHookRegistry), not by programs.
queue-num: number of the queue
queue-balance: first and last queue, among which packets are spread by their addresses
queue-bypass: accept the packet if nobody handles the queue
queue-cpu-fanout: choose the queue by the processor, which is 0
target NOTRACK
$ -t raw -A PREROUTING -p udp --dport 53 -j NOTRACK
target RATEEST
$ -A FORWARD -j RATEEST --rateest-name web --rateest-interval 250ms --rateest-ewmalog 500ms
rateest-name: name of the estimator
rateest-interval: time between two samples, which is rounded up to 250 ms, 500 ms, 1 s, 2 s, 4 s or 8 s
rateest-ewmalog: time over which samples are averaged
target REDIRECT
$ -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 3128
to-ports: port or range for the destination
random: choose the port at random
target REJECT
$ -A INPUT -p tcp -j REJECT --reject-with tcp-reset
reject-with: tcp-reset, or the ICMP error: icmp-net-unreachable, icmp-host-unreachable, icmp-port-unreachable, icmp-proto-unreachable, icmp-net-prohibited, icmp-host-prohibited, icmp-admin-prohibited
target SECMARK
$ -t mangle -A INPUT -p tcp --dport 80 -j SECMARK --selctx system_u:object_r:http_packet_t:s0
! There are no security contexts.
selctx: the context
target SET
$ -A INPUT -p tcp --dport 23 -j SET --add-set blocked src --exist --timeout 60
add-set: name of a set to add to, then for each of its dimensions src or dst
del-set: name of a set to delete from
map-set: name of a set whose element says mark, priority and queue
exist: renew an element that is there
timeout: seconds that the element stays
map-mark: take the element's mark
map-prio: take the element's priority
map-queue: take the element's queue
target SNAT
$ -t nat -A POSTROUTING -o eth1 -j SNAT --to-source 192.0.2.1-192.0.2.4
to-source: address or range, port or range
random: choose the port at random
random-fully: likewise, without a hash
persistent: choose the same address for the same client
target SYNPROXY
$ -A FORWARD -p tcp --dport 80 -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --sack-perm --timestamp --wscale 7 --mss 1460
! There are no statistics of cookies. What the proxy has opened goes on to pass it when there is no such rule any more.
sack-perm: the server understands selective acknowledgements
timestamp: the server understands timestamps; without, clients get no option but --mss
wscale: window scale of the server
mss: largest segment that the server takes
ecn: the server understands explicit congestion notification
target TCPMSS
$ -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
set-mss: value of the option
clamp-mss-to-pmtu: what fits into the MTU of both ways
target TCPOPTSTRIP
$ -t mangle -A FORWARD -p tcp -j TCPOPTSTRIP --strip-options timestamp,sack
strip-options: options by number or name: mss, wscale, sack-permitted, sack, timestamp, md5; separated by commas
target TEE
$ -t mangle -A PREROUTING -i eth0 -j TEE --gateway 192.0.2.9
! A copy that is longer than the link's MTU is cut; in Linux its source is told by ICMP.
gateway: host that gets the copies, by the node's routing
oif: device to send them by
target TOS
$ -t mangle -A POSTROUTING -p tcp --dport 22 -j TOS --set-tos Minimize-Delay
set-tos: value, value/mask or a name
and-tos: keep only these bits
or-tos: set these bits
xor-tos: turn over these bits
target TPROXY
$ -t mangle -A PREROUTING -p tcp --dport 80 -j TPROXY --on-port 50080 --tproxy-mark 0x1/0x1
! Which sockets are transparent is what NfTransparentSocket::Set says. A SYN for a connection in TIME_WAIT opens no new one. --on-port takes no names of services.
on-port: port of the proxy; 0: the packet's own
on-ip: address that the proxy has, without: the primary one of the device that the packet came in by
tproxy-mark: mark that the packet gets, for policy routing to keep it here, or value/mask
target TRACE
$ -t raw -A PREROUTING -p icmp -j TRACE
! The packet is marked as traced, which goes with it from hook to hook; what rules it hits is told by the trace source RuleHit and by trace databases, for all packets.
target TTL
$ -t mangle -A PREROUTING -j TTL --ttl-inc 1
ttl-set: set the TTL
ttl-dec: subtract so much
ttl-inc: add so much
)";

void
ReadTexts(const char* source, std::map<std::string, NfExtensionText>& texts)
{
    std::istringstream lines(source);
    NfExtensionText* text = nullptr;
    for (std::string line; std::getline(lines, line);)
    {
        const std::size_t colon = line.find(": ");
        if (line.rfind("match ", 0) == 0 || line.rfind("target ", 0) == 0)
        {
            text = &texts[line];
        }
        else if (line.rfind("$ ", 0) == 0)
        {
            text->examples.push_back("iptables " + line.substr(2));
        }
        else if (line.rfind("6 ", 0) == 0)
        {
            text->examples.push_back("ip6tables " + line.substr(2));
        }
        else if (line.rfind("! ", 0) == 0)
        {
            text->differs = line.substr(2);
        }
        else if (colon != std::string::npos)
        {
            text->options[line.substr(0, colon)] = line.substr(colon + 2);
        }
    }
}

} // namespace

const std::map<std::string, NfExtensionText>&
NfGetExtensionTexts()
{
    static const std::map<std::string, NfExtensionText> texts = [] {
        std::map<std::string, NfExtensionText> read;
        ReadTexts(MATCHES, read);
        ReadTexts(TARGETS, read);
        ReadTexts(NF_IPV6_EXTENSION_TEXTS, read);
        return read;
    }();
    return texts;
}

} // namespace ns3
