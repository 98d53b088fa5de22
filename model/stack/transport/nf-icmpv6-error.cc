// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmpv6-error.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-address-kinds.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// RFC 4443: as much of the packet as fits a datagram of 1280 bytes, the least MTU of IPv6.
constexpr std::size_t MAX_QUOTE = 1280 - NfHeaderSize::IPV6 - NfHeaderSize::ICMP;

} // namespace

bool
NfIcmpv6Error::IsForbidden(const NfPacket& about, uint8_t type, uint8_t code)
{
    const bool isToMany = about.packetType != NetDevice::PACKET_HOST ||
                          NfIpv6Address::IsMulticast(about.ip.destination);
    const bool mayAnswerMany = type == NfIcmpv6Type::PACKET_TOO_BIG ||
                               (type == NfIcmpv6Type::PARAMETER_PROBLEM && code == UNKNOWN_OPTION);
    if ((isToMany && !mayAnswerMany) || about.ip.source.IsAny() ||
        NfIpv6Address::IsMulticast(about.ip.source))
    {
        return true;
    }
    if (about.ip.protocol != NfProtocol::ICMPV6 || about.ip.fragmentOffset != 0)
    {
        return false;
    }
    if (about.generated)
    {
        return true; // Linux's ICMPv6 socket is busy: it is sending this message
    }
    const uint8_t* icmp = about.L4(1);
    return !icmp || icmp[0] < NfIcmpv6Type::FIRST_INFORMATIONAL;
}

std::vector<uint8_t>
NfIcmpv6Error::Build(const NfPacket& about,
                     uint8_t type,
                     uint8_t code,
                     uint32_t info,
                     std::size_t limit)
{
    std::vector<uint8_t> quote = about.CopyBytes();
    quote.resize(std::min({quote.size(), MAX_QUOTE, limit}));
    std::vector<uint8_t> message(NfHeaderSize::ICMP + quote.size());
    message[0] = type;
    message[1] = code;
    NfWrite32(&message[4], info);
    std::copy(quote.begin(), quote.end(), message.begin() + NfHeaderSize::ICMP);
    return message;
}

void
NfIcmpv6Error::FillChecksum(const NfIpHeader& ip, std::vector<uint8_t>& message)
{
    const uint64_t pseudo = NfChecksum::PseudoHeader(NfFamily::IPV6,
                                                     ip.source,
                                                     ip.destination,
                                                     NfProtocol::ICMPV6,
                                                     message.size());
    NfWrite16(&message[2],
              NfChecksum::Finish(NfChecksum::Add(message.data(), message.size(), pseudo)));
}

} // namespace ns3
