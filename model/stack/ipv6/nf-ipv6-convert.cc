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
    packet.SetPayload(payload);
    const std::optional<NfIpv6Datagram> datagram = NfIpv6Extensions::Read(frame);
    if (!datagram || NfHeaderSize::IPV6 + datagram->length > frame->GetSize())
    {
        packet.ip.family = NfFamily::IPV6;
        return false;
    }
    Ipv6Header header;
    payload->RemoveHeader(header);
    payload->RemoveAtEnd(payload->GetSize() - datagram->length);
    payload->RemoveAtStart(datagram->ip.extensionSize);
    packet.ip = datagram->ip;
    packet.SetPayload(payload);
    packet.SetExtensions(datagram->extensions);
    return true;
}

bool
NfReadIpv6(const Ipv6Header& header, const Ptr<Packet>& behind, NfPacket& packet)
{
    behind->AddHeader(header);
    return NfReadIpv6(behind, packet);
}

Ipv6Header
NfMakeIpv6Header(const NfPacket& packet)
{
    const NfIpHeader& ip = packet.ip;
    const Ptr<const NfIpv6Extensions>& extensions = packet.GetExtensions();
    Ipv6Header header;
    header.SetTrafficClass(ip.tos);
    header.SetFlowLabel(ip.flowLabel);
    header.SetPayloadLength(ip.extensionSize + packet.GetPayloadSize());
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

} // namespace ns3
