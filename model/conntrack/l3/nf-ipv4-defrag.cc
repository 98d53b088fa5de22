// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-defrag.h"

#include "nf-header-size.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint32_t MAX_IP_SIZE = 65535;

} // namespace

bool
NfIpv4Defrag::IsPiece(const NfPacket& packet) const
{
    return packet.ip.IsFragment();
}

NfDefrag::Key
NfIpv4Defrag::MakeKey(const NfPacket& packet) const
{
    return {packet.ip.source, packet.ip.destination, packet.ip.id, packet.ip.protocol, packet.hook};
}

bool
NfIpv4Defrag::TellsSender(const NfPacket& packet) const
{
    return packet.in && packet.netns->GetAddressType(NfFamily::IPV4, packet.ip.destination) ==
                            NfAddressType::LOCAL;
}

NfDefrag::Outcome
NfIpv4Defrag::Add(Queue& queue, NfPacket& packet) const
{
    uint32_t begin = packet.ip.fragmentOffset;
    uint32_t end = begin + packet.GetPayloadSize();
    if (!packet.ip.moreFragments)
    {
        if (end < queue.length || (queue.haveLast && end != queue.length))
        {
            return Outcome::CORRUPT;
        }
        queue.haveLast = true;
        queue.length = end;
    }
    else
    {
        end &= ~7U; // only the last piece may end anywhere
        if (end > queue.length)
        {
            if (queue.haveLast)
            {
                return Outcome::CORRUPT;
            }
            queue.length = end;
        }
    }
    if (end <= begin)
    {
        return Outcome::CORRUPT;
    }
    const Outcome outcome = Place(queue, begin, end, packet.GetPayload());
    if (outcome == Outcome::WAITS)
    {
        const uint32_t size = end - begin;
        Note(queue, packet, NfHeaderSize::IPV4, size);
        if (packet.ip.dontFragment)
        {
            queue.maxDfSize = std::max<uint16_t>(queue.maxDfSize, NfHeaderSize::IPV4 + size);
        }
    }
    return outcome;
}

bool
NfIpv4Defrag::Assemble(Queue& queue, NfPacket& packet) const
{
    if (queue.length + NfHeaderSize::IPV4 > MAX_IP_SIZE || !Join(queue, packet))
    {
        return false;
    }
    packet.ip.dontFragment = queue.maxDfSize == queue.maxSize;
    return true;
}

void
NfIpv4Defrag::TellSender(const Queue& queue) const
{
    constexpr uint8_t timeExceeded = 11;
    constexpr uint8_t inReassembly = 1;
    NfPacket about = MakeFirst(queue);
    queue.netns->SendIcmpError(about, timeExceeded, inReassembly, 0);
}

} // namespace ns3
