// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-texts.h"

namespace ns3
{

const char* const NF_IPV6_EXTENSION_TEXTS = R"(
match addrtype
6 -A INPUT -m addrtype --dst-type MULTICAST -j ACCEPT
match ah of IPv6
6 -A INPUT -m ah --ahspi 500:520 -j ACCEPT
ahspi: security parameter index of the authentication header, or a range of them
ahlen: length of that header in bytes; 0 asks for none
ahres: its reserved field is 0
match connlimit
6 -A INPUT -p tcp --syn --dport 23 -m connlimit --connlimit-above 2 --connlimit-mask 64 -j REJECT
match conntrack
6 -A FORWARD -m conntrack --ctorigsrc 2001:db8:1::/48 -j ACCEPT
match dst
6 -A FORWARD -m dst --dst-opts 201:16 -j ACCEPT
dst-len: length of the header in bytes
dst-opts: types of its first options, in their order, each perhaps with its length: type[:length],...
match eui64
6 -A INPUT -m eui64 -j ACCEPT
! True only for devices with Ethernet addresses, as in Linux; ns-3's are CSMA and Wi-Fi devices.
match frag
6 -t raw -A PREROUTING -m frag --fragmore -j ACCEPT
! Linux does not look at --fraglen either. Behind connection tracking packets are whole and have no fragment header.
fragid: identification of the datagram, or a range
fraglen: nothing
fragres: the reserved fields are 0
fragfirst: it is the first piece
fragmore: more pieces follow
fraglast: it is the last piece
match hashlimit
6 -A INPUT -p tcp --syn -m hashlimit --hashlimit-above 10/sec --hashlimit-mode srcip --hashlimit-srcmask 64 --hashlimit-name syn6 -j DROP
match hbh
6 -A FORWARD -m hbh --hbh-opts 5:2 -j ACCEPT
hbh-len: length of the header in bytes
hbh-opts: types of its first options, in their order, each perhaps with its length: type[:length],...
match hl
6 -A INPUT -p icmpv6 -m hl --hl-eq 255 -j ACCEPT
hl-eq: the hop limit is this
hl-lt: it is less
hl-gt: it is greater
match icmp6
6 -A INPUT -p icmpv6 --icmpv6-type echo-request -j ACCEPT
! Ranges of codes are saved as such; ip6tables 1.8.9 saves only the first code.
icmpv6-type: a type, type/code, type/code:code, a name or the beginning of one
match iprange
6 -A INPUT -m iprange --src-range 2001:db8::10-2001:db8::20 -j ACCEPT
match ipv6header
6 -A INPUT -m ipv6header --header route,frag --soft -j DROP
header: headers, separated by commas: hop, dst, route, frag, auth, esp, none (nothing follows), prot (an upper layer follows)
soft: at least these; without it exactly these
match mh
6 -A FORWARD -p mh -m mh --mh-type binding-update -j ACCEPT
mh-type: type of the mobility message, a number or a name, or a range
match policy
6 -A FORWARD -m policy --dir in --pol ipsec --mode tunnel --tunnel-src 2001:db8::/64 --strict -j ACCEPT
match recent
6 -A INPUT -p tcp --syn --dport 22 -m recent --name ssh6 --set --mask ffff:ffff:ffff:ffff::
match rt
6 -A FORWARD -m rt --rt-type 0 -j DROP
rt-type: type of the routing header
rt-segsleft: segments that are left, or a range
rt-len: length of the header in bytes
rt-0-res: the reserved field of a header of type 0 is 0
rt-0-addrs: addresses of a header of type 0, separated by commas
rt-0-not-strict: these appear in that order; without it they are all of its addresses
match srh
6 -A FORWARD -m srh --srh-segs-left-eq 0 --srh-lsid 2001:db8:5::/48 -j ACCEPT
! A mask with gaps is kept; ip6tables 1.8.9 saves it as /128. As there, the comparisons of one field share one number, the last.
srh-next-hdr: number of the header that follows
srh-hdr-len-eq: its length field is this, in units of 8 bytes without the first
srh-hdr-len-gt: it is greater
srh-hdr-len-lt: it is less
srh-segs-left-eq: segments that are left
srh-segs-left-gt: more are left
srh-segs-left-lt: fewer are left
srh-last-entry-eq: index of the last entry of the list of segments
srh-last-entry-gt: it is greater
srh-last-entry-lt: it is less
srh-tag: tag, with its two bytes exchanged
srh-psid: address of the segment before the one that the packet goes to, perhaps with a prefix length
srh-nsid: address of the segment behind that one
srh-lsid: address of the last segment of the path
target DNAT
6 -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination [2001:db8::2]:8080
target DNPT
6 -t mangle -A PREROUTING -d 2001:db8:1::/48 -j DNPT --src-pfx 2001:db8:1::/48 --dst-pfx fd00:1:2::/48
src-pfx: prefix that destinations have; the same in quoted packets of ICMPv6 errors
dst-pfx: prefix that they get
target HL
6 -t mangle -A PREROUTING -j HL --hl-inc 1
hl-set: set the hop limit
hl-dec: subtract so much
hl-inc: add so much
target MASQUERADE
6 -t nat -A POSTROUTING -o eth1 -j MASQUERADE
target NETMAP
6 -t nat -A PREROUTING -d 2001:db8:1::/64 -j NETMAP --to fd00::/64
target REDIRECT
6 -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 3128
target REJECT of IPv6
6 -A INPUT -p tcp -j REJECT --reject-with tcp-reset
6 -A INPUT -j REJECT --reject-with icmp6-adm-prohibited
reject-with: icmp6-no-route, icmp6-adm-prohibited, icmp6-addr-unreachable, icmp6-port-unreachable (the default), icmp6-policy-fail, icmp6-reject-route or tcp-reset
target SNAT
6 -t nat -A POSTROUTING -o eth1 -j SNAT --to-source 2001:db8::1-2001:db8::4
target SNPT
6 -t mangle -A POSTROUTING -s fd00:1:2::/48 -j SNPT --src-pfx fd00:1:2::/48 --dst-pfx 2001:db8:1::/48
src-pfx: prefix that sources have; the same in quoted packets of ICMPv6 errors
dst-pfx: prefix that they get
target TCPMSS
6 -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
target TEE
6 -t mangle -A PREROUTING -i eth0 -j TEE --gateway 2001:db8::9
)";

} // namespace ns3
