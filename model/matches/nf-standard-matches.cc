// SPDX-License-Identifier: GPL-2.0-only

#include "nf-standard-matches.h"

#include "nf-extension-registry.h"

#include <utility>

/**
 * The table of all matches that come with the module: NfMake<row>MatchType() in a file
 * nf-match-*.cc. A new match is such a file and a row here.
 */
#define NF_STANDARD_MATCHES(ROW)                                                                   \
    ROW(Addrtype)                                                                                  \
    ROW(Ah)                                                                                        \
    ROW(Ah6)                                                                                       \
    ROW(Bpf)                                                                                       \
    ROW(Cgroup)                                                                                    \
    ROW(Cluster)                                                                                   \
    ROW(Comment)                                                                                   \
    ROW(Connbytes)                                                                                 \
    ROW(Connlabel)                                                                                 \
    ROW(Connlimit)                                                                                 \
    ROW(Connmark)                                                                                  \
    ROW(Conntrack)                                                                                 \
    ROW(Cpu)                                                                                       \
    ROW(Dccp)                                                                                      \
    ROW(Devgroup)                                                                                  \
    ROW(Dscp)                                                                                      \
    ROW(Dst)                                                                                       \
    ROW(Ecn)                                                                                       \
    ROW(Esp)                                                                                       \
    ROW(Eui64)                                                                                     \
    ROW(Frag)                                                                                      \
    ROW(Hashlimit)                                                                                 \
    ROW(Hbh)                                                                                       \
    ROW(Helper)                                                                                    \
    ROW(Hl)                                                                                        \
    ROW(Icmp)                                                                                      \
    ROW(Icmp6)                                                                                     \
    ROW(Ipcomp)                                                                                    \
    ROW(Iprange)                                                                                   \
    ROW(Ipv6header)                                                                                \
    ROW(Ipvs)                                                                                      \
    ROW(Length)                                                                                    \
    ROW(Limit)                                                                                     \
    ROW(Mac)                                                                                       \
    ROW(Mark)                                                                                      \
    ROW(Mh)                                                                                        \
    ROW(Multiport)                                                                                 \
    ROW(Nfacct)                                                                                    \
    ROW(Osf)                                                                                       \
    ROW(Owner)                                                                                     \
    ROW(Physdev)                                                                                   \
    ROW(Pkttype)                                                                                   \
    ROW(Policy)                                                                                    \
    ROW(Quota)                                                                                     \
    ROW(Rateest)                                                                                   \
    ROW(Realm)                                                                                     \
    ROW(Recent)                                                                                    \
    ROW(Rpfilter)                                                                                  \
    ROW(Rt)                                                                                        \
    ROW(Sctp)                                                                                      \
    ROW(Set)                                                                                       \
    ROW(Socket)                                                                                    \
    ROW(Srh)                                                                                       \
    ROW(State)                                                                                     \
    ROW(Statistic)                                                                                 \
    ROW(String)                                                                                    \
    ROW(Tcp)                                                                                       \
    ROW(Tcpmss)                                                                                    \
    ROW(Time)                                                                                      \
    ROW(Tos)                                                                                       \
    ROW(Ttl)                                                                                       \
    ROW(U32)                                                                                       \
    ROW(Udp)

namespace ns3
{

#define NF_DECLARE(name) NfMatchType NfMake##name##MatchType();
NF_STANDARD_MATCHES(NF_DECLARE)
#undef NF_DECLARE

std::vector<NfMatchType>
NfMakeStandardMatchTypes()
{
#define NF_MAKE(name) NfMake##name##MatchType(),
    return {NF_STANDARD_MATCHES(NF_MAKE)};
#undef NF_MAKE
}

void
NfRegisterStandardMatches()
{
    NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    for (auto& type : NfMakeStandardMatchTypes())
    {
        if (!registry.FindMatch(type.name, type.family.value_or(NfFamily::IPV4)))
        {
            registry.Register(std::move(type));
        }
    }
}

} // namespace ns3
