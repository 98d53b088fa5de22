// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-convert.h"

namespace ns3
{

NfIpHeader
NfFromIpv4(const Ipv4Header& header)
{
    NfIpHeader ip;
    ip.protocol = header.GetProtocol();
    ip.ttl = header.GetTtl();
    ip.tos = header.GetTos();
    ip.id = header.GetIdentification();
    ip.fragmentOffset = header.GetFragmentOffset();
    ip.moreFragments = !header.IsLastFragment();
    ip.dontFragment = header.IsDontFragment();
    ip.source = header.GetSource();
    ip.destination = header.GetDestination();
    return ip;
}

Ipv4Header
NfToIpv4(const NfIpHeader& header, uint32_t payloadSize, bool checksum)
{
    Ipv4Header ip;
    if (checksum)
    {
        ip.EnableChecksum();
    }
    ip.SetProtocol(header.protocol);
    ip.SetTtl(header.ttl);
    ip.SetTos(header.tos);
    ip.SetIdentification(header.id);
    ip.SetFragmentOffset(header.fragmentOffset);
    header.moreFragments ? ip.SetMoreFragments() : ip.SetLastFragment();
    header.dontFragment ? ip.SetDontFragment() : ip.SetMayFragment();
    ip.SetSource(header.source.ToIpv4());
    ip.SetDestination(header.destination.ToIpv4());
    ip.SetPayloadSize(payloadSize);
    return ip;
}

} // namespace ns3
