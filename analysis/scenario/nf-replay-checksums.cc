// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-checksums.h"

#include "nf-replay-view.h"

#include "ns3/nf-checksum.h"
#include "ns3/nf-types.h"

#include <cstddef>

namespace ns3
{

namespace
{

/// Where a transport protocol keeps its checksum.
struct Place
{
    std::size_t at;  //!< from the beginning of the transport header; 0: it has none
    bool withPseudo; //!< it covers the addresses, too
};

Place
PlaceOf(const NfIpHeader& ip)
{
    const bool ipv6 = ip.family == NfFamily::IPV6;
    switch (ip.protocol)
    {
    case NfProtocol::TCP:
        return {16, true};
    case NfProtocol::UDP:
        return {6, true};
    case NfProtocol::ICMP:
        return {ipv6 ? std::size_t(0) : 2, false};
    case NfProtocol::ICMPV6:
        return {ipv6 ? std::size_t(2) : 0, true};
    default:
        return {0, false};
    }
}

// Computes a checksum over all bytes, its own taken as 0. Returns true if that changed it.
bool
Fix(uint8_t* bytes, std::size_t size, std::size_t at, uint64_t pseudo, bool udp)
{
    const uint16_t before = NfRead16(bytes + at);
    NfWrite16(bytes + at, 0);
    uint16_t checksum = NfChecksum::Finish(NfChecksum::Add(bytes, size, pseudo));
    if (udp && checksum == 0)
    {
        checksum = 0xffff;
    }
    NfWrite16(bytes + at, checksum);
    // 0 and 0xffff are the same number.
    return before != checksum && !(before % 0xffff == 0 && checksum % 0xffff == 0);
}

} // namespace

bool
NfFixReplayChecksums(std::vector<uint8_t>& packet)
{
    constexpr std::size_t checksumAt = 10;
    const auto view = NfPacketView::Read(packet);
    if (!view || view->upper > view->length || view->length > packet.size())
    {
        return false;
    }
    const NfIpHeader& ip = view->ip;
    uint8_t* bytes = packet.data();
    const bool ipv4 = ip.family == NfFamily::IPV4;
    bool wrong = ipv4 && Fix(bytes, view->upper, checksumAt, 0, false);
    const Place place = PlaceOf(ip);
    const std::size_t size = view->length - view->upper;
    uint8_t* upper = bytes + view->upper;
    const bool udp = ip.protocol == NfProtocol::UDP;
    // Without a checksum IPv4 allows UDP only.
    if (place.at == 0 || size < place.at + 2 || ip.IsFragment() || ip.brokenChain ||
        (udp && ipv4 && NfRead16(upper + place.at) == 0))
    {
        return wrong;
    }
    const uint64_t pseudo =
        place.withPseudo
            ? NfChecksum::PseudoHeader(ip.family, ip.source, ip.destination, ip.protocol, size)
            : 0;
    wrong |= Fix(upper, size, place.at, pseudo, udp);
    return wrong;
}

} // namespace ns3
