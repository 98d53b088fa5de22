// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-checksums.h"

#include "ns3/nf-checksum.h"
#include "ns3/nf-types.h"

#include <cstddef>

namespace ns3
{

namespace
{

constexpr std::size_t MIN_HEADER = 20;

/// Where a transport protocol keeps its checksum.
struct Place
{
    std::size_t at;  //!< from the beginning of the transport header
    bool withPseudo; //!< it covers the addresses, too
};

Place
PlaceOf(uint8_t protocol)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
        return {16, true};
    case NfProtocol::UDP:
        return {6, true};
    case NfProtocol::ICMP:
        return {2, false};
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
    constexpr std::size_t lengthAt = 2;
    constexpr std::size_t fragmentAt = 6;
    constexpr std::size_t protocolAt = 9;
    constexpr std::size_t checksumAt = 10;
    constexpr std::size_t sourceAt = 12;
    constexpr std::size_t destinationAt = 16;
    constexpr uint16_t fragmentMask = 0x3fff; // offset, and more to come
    if (packet.size() < MIN_HEADER)
    {
        return false;
    }
    uint8_t* bytes = packet.data();
    const std::size_t header = (bytes[0] & 0x0f) * std::size_t(4);
    const std::size_t length = NfRead16(bytes + lengthAt);
    if (header < MIN_HEADER || header > length || length > packet.size())
    {
        return false;
    }
    bool wrong = Fix(bytes, header, checksumAt, 0, false);
    const uint8_t protocol = bytes[protocolAt];
    const Place place = PlaceOf(protocol);
    const std::size_t size = length - header;
    const bool udp = protocol == NfProtocol::UDP;
    if (place.at == 0 || size < place.at + 2 ||
        (NfRead16(bytes + fragmentAt) & fragmentMask) != 0 ||
        (udp && NfRead16(bytes + header + place.at) == 0))
    {
        return wrong;
    }
    const uint64_t pseudo =
        place.withPseudo
            ? NfChecksum::PseudoHeader(NfFamily::IPV4,
                                       NfAddress(Ipv4Address(NfRead32(bytes + sourceAt))),
                                       NfAddress(Ipv4Address(NfRead32(bytes + destinationAt))),
                                       protocol,
                                       size)
            : 0;
    wrong |= Fix(bytes + header, size, place.at, pseudo, udp);
    return wrong;
}

} // namespace ns3
