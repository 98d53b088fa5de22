// SPDX-License-Identifier: GPL-2.0-only

#include "nf-standard-matches.h"

#include "nf-extension-registry.h"
#include "nf-match-addrtype.h"
#include "nf-match-comment.h"
#include "nf-match-connbytes.h"
#include "nf-match-connlimit.h"
#include "nf-match-connmark.h"
#include "nf-match-conntrack.h"
#include "nf-match-dscp.h"
#include "nf-match-ecn.h"
#include "nf-match-hashlimit.h"
#include "nf-match-helper.h"
#include "nf-match-icmp.h"
#include "nf-match-iprange.h"
#include "nf-match-length.h"
#include "nf-match-limit.h"
#include "nf-match-mac.h"
#include "nf-match-mark.h"
#include "nf-match-multiport.h"
#include "nf-match-owner.h"
#include "nf-match-physdev.h"
#include "nf-match-pkttype.h"
#include "nf-match-quota.h"
#include "nf-match-recent.h"
#include "nf-match-rpfilter.h"
#include "nf-match-spi.h"
#include "nf-match-state.h"
#include "nf-match-statistic.h"
#include "nf-match-string.h"
#include "nf-match-tcp.h"
#include "nf-match-tcpmss.h"
#include "nf-match-time.h"
#include "nf-match-tos.h"
#include "nf-match-ttl.h"
#include "nf-match-udp.h"

namespace ns3
{

std::vector<NfMatchType>
NfMakeStandardMatchTypes()
{
    return {NfMakeAddrtypeMatchType(),  NfMakeAhMatchType(),        NfMakeCommentMatchType(),
            NfMakeConnbytesMatchType(), NfMakeConnlimitMatchType(), NfMakeConnmarkMatchType(),
            NfMakeConntrackMatchType(), NfMakeDscpMatchType(),      NfMakeEcnMatchType(),
            NfMakeEspMatchType(),       NfMakeHashlimitMatchType(), NfMakeHelperMatchType(),
            NfMakeIcmpMatchType(),      NfMakeIprangeMatchType(),   NfMakeLengthMatchType(),
            NfMakeLimitMatchType(),     NfMakeMacMatchType(),       NfMakeMarkMatchType(),
            NfMakeMultiportMatchType(), NfMakeOwnerMatchType(),     NfMakePhysdevMatchType(),
            NfMakePkttypeMatchType(),   NfMakeQuotaMatchType(),     NfMakeRecentMatchType(),
            NfMakeRpfilterMatchType(),  NfMakeStateMatchType(),     NfMakeStatisticMatchType(),
            NfMakeStringMatchType(),    NfMakeTcpMatchType(),       NfMakeTcpmssMatchType(),
            NfMakeTimeMatchType(),      NfMakeTosMatchType(),       NfMakeTtlMatchType(),
            NfMakeUdpMatchType()};
}

void
NfRegisterStandardMatches()
{
    NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    for (auto& type : NfMakeStandardMatchTypes())
    {
        if (!registry.FindMatch(type.name))
        {
            registry.Register(std::move(type));
        }
    }
}

} // namespace ns3
