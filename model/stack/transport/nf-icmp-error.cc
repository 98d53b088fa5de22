// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmp-error.h"

#include "nf-checksum.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr std::size_t HEADER_SIZE = 8;
/// RFC 1812: as much of the packet as fits a datagram of 576 bytes, of which 20 are the IP header.
constexpr std::size_t MAX_QUOTE = 576 - 20 - HEADER_SIZE;

/**
 * @param type ICMP type
 * @return true if errors may be sent about such messages
 */
bool
IsIcmpQuery(uint8_t type)
{
    switch (type)
    {
    case 0:  // echo reply
    case 8:  // echo
    case 9:  // router advertisement
    case 10: // router solicitation
    case 13: // timestamp
    case 14: // timestamp reply
    case 15: // information request
    case 16: // information reply
    case 17: // address mask request
    case 18: // address mask reply
        return true;
    default:
        return false;
    }
}

} // namespace

bool
NfIcmpError::IsForbidden(const NfPacket& about)
{
    Ipv4Address destination = about.ip.destination.ToIpv4();
    if (about.packetType != NetDevice::PACKET_HOST || about.ip.fragmentOffset != 0 ||
        destination.IsBroadcast() || destination.IsMulticast())
    {
        return true;
    }
    if (about.ip.protocol != NfProtocol::ICMP)
    {
        return false;
    }
    if (about.generated)
    {
        return true; // Linux's ICMP socket is busy: it is sending this message
    }
    const uint8_t* icmp = about.L4(1);
    return !icmp || !IsIcmpQuery(icmp[0]);
}

std::vector<uint8_t>
NfIcmpError::Build(const NfPacket& about,
                   uint8_t type,
                   uint8_t code,
                   uint32_t info,
                   bool checksums,
                   std::size_t limit)
{
    constexpr std::size_t ipChecksum = 10;
    std::vector<uint8_t> quote = about.CopyBytes();
    quote.resize(std::min({quote.size(), MAX_QUOTE, limit}));
    std::vector<uint8_t> message(HEADER_SIZE + quote.size());
    message[0] = type;
    message[1] = code;
    NfWrite32(&message[4], info);
    std::copy(quote.begin(), quote.end(), message.begin() + HEADER_SIZE);
    if (!checksums)
    {
        NfWrite16(&message[HEADER_SIZE + ipChecksum], 0);
        return message;
    }
    NfWrite16(&message[2], NfChecksum::Finish(NfChecksum::Add(message.data(), message.size())));
    return message;
}

uint8_t
NfIcmpError::GetTos(const NfPacket& about)
{
    constexpr uint8_t internetControl = 0xc0;
    constexpr uint8_t serviceBits = 0x1e;
    return internetControl | (about.ip.tos & serviceBits);
}

} // namespace ns3
