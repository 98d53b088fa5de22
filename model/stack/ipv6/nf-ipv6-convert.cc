// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-convert.h"

#include "nf-header-size.h"
#include "nf-raw-header.h"

namespace ns3
{

bool
NfReadIpv6(const Ptr<const Packet>& frame, NfPacket& packet)
{
    Ptr<Packet> payload = frame->Copy();
    const uint32_t size = payload->GetSize();
    const std::optional<NfIpv6Datagram> datagram = NfIpv6Extensions::Read(frame);
    const bool isWhole = datagram && NfHeaderSize::IPV6 + datagram->length <= size;
    if (isWhole)
    {
        // The header is read already: ns-3 would read it once more to take it off.
        payload->RemoveAtStart(datagram->GetOffset());
        const uint32_t padding = size - NfHeaderSize::IPV6 - datagram->length;
        if (padding > 0)
        {
            payload->RemoveAtEnd(padding);
        }
        packet.ip = datagram->ip;
        packet.SetExtensions(datagram->extensions);
    }
    packet.ip.family = NfFamily::IPV6;
    packet.SetPayload(payload);
    return isWhole;
}

bool
NfReadIpv6(const Ipv6Header& header, const Ptr<Packet>& behind, NfPacket& packet)
{
    behind->AddHeader(header);
    return NfReadIpv6(behind, packet);
}

uint32_t
NfGetStockFlowLabel()
{
    static const uint32_t label = Ipv6Header().GetFlowLabel();
    return label;
}

Ipv6Header
NfMakeIpv6Header(const NfPacket& packet)
{
    const NfIpHeader& ip = packet.ip;
    const Ptr<const NfIpv6Extensions>& extensions = packet.GetExtensions();
    // ns-3's constructor reads two addresses from text, which takes longer than all the rest.
    static const Ipv6Header blank;
    Ipv6Header header = blank;
    header.SetTrafficClass(ip.tos);
    header.SetFlowLabel(ip.flowLabel);
    header.SetPayloadLength(packet.GetClaimedLength());
    header.SetNextHeader(extensions ? extensions->GetFirst() : ip.protocol);
    header.SetHopLimit(ip.ttl);
    header.SetSource(NfToIpv6(ip.source));
    header.SetDestination(NfToIpv6(ip.destination));
    return header;
}

Ptr<Packet>
NfGetBehindIpv6Header(NfPacket& packet)
{
    Ptr<Packet> payload = packet.GetPayload();
    if (!packet.GetExtensions())
    {
        return payload;
    }
    Ptr<Packet> behind = payload->Copy();
    behind->AddHeader(NfRawHeader(packet.GetExtensions()->GetBytes()));
    return behind;
}

Ptr<Packet>
NfMakeBareIpv6(NfPacket& packet)
{
    Ptr<Packet> bare = packet.GetPayload()->Copy();
    Ipv6Header header = NfMakeIpv6Header(packet);
    header.SetPayloadLength(bare->GetSize());
    const bool isExtension = NfIpv6Extensions::IsExtension(packet.ip.protocol);
    header.SetNextHeader(isExtension ? NfProtocol::NO_NEXT_HEADER : packet.ip.protocol);
    bare->AddHeader(header);
    return bare;
}

} // namespace ns3
