// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmpv6-quote.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmpv6-error.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-extensions.h"

#include <vector>

namespace ns3
{

Ptr<Packet>
NfAdaptIcmpv6Quote(NfPacket& packet, bool checksums)
{
    constexpr uint32_t checksumAt = 2;
    constexpr uint32_t lengthAt = NfHeaderSize::ICMP + 4;
    constexpr uint32_t nextAt = NfHeaderSize::ICMP + 6;
    constexpr uint32_t chainAt = NfHeaderSize::ICMP + NfHeaderSize::IPV6;
    const uint8_t* start = packet.L4(chainAt);
    if (!start || start[0] >= NfIcmpv6Type::FIRST_INFORMATIONAL ||
        !NfIpv6Extensions::IsExtension(start[nextAt]))
    {
        return packet.GetPayload();
    }
    std::vector<uint8_t> message = packet.CopyPayload();
    const auto quoted = NfIpv6Extensions::Read(message.data() + NfHeaderSize::ICMP,
                                               message.size() - NfHeaderSize::ICMP);
    if (!quoted || quoted->ip.brokenChain || quoted->ip.fragmentOffset != 0)
    {
        return packet.GetPayload();
    }
    const uint32_t size = quoted->ip.extensionSize;
    message.erase(message.begin() + chainAt, message.begin() + chainAt + size);
    message[nextAt] = quoted->ip.protocol;
    NfWrite16(&message[lengthAt], quoted->length - size);
    NfWrite16(&message[checksumAt], 0);
    if (checksums)
    {
        NfIcmpv6Error::FillChecksum(packet.ip, message);
    }
    const Ptr<Packet> adapted = packet.GetPayload()->Copy(); // with its packet tags
    adapted->RemoveAtStart(adapted->GetSize());
    adapted->AddAtEnd(Create<Packet>(message.data(), message.size()));
    return adapted;
}

} // namespace ns3
