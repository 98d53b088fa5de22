// SPDX-License-Identifier: GPL-2.0-only

#include "nf-neighbour-check.h"

#include "nf-icmpv6-types.h"

#include <cstddef>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t OPTION_UNIT = 8;
constexpr uint32_t LONGEST_ADDRESS = 8; //!< of a link layer, that ns-3 takes from an option

/// A message of neighbour discovery, and where its options begin.
struct Message
{
    uint8_t type;
    uint32_t size;
};

constexpr Message MESSAGES[] = {
    {NfIcmpv6Type::ROUTER_SOLICITATION, 8},
    {NfIcmpv6Type::ROUTER_ADVERTISEMENT, 16},
    {NfIcmpv6Type::NEIGHBOUR_SOLICITATION, 24},
    {NfIcmpv6Type::NEIGHBOUR_ADVERTISEMENT, 24},
    {NfIcmpv6Type::REDIRECT, 40},
};

/// An option whose length ns-3 does not check, in units of eight bytes.
struct Option
{
    uint8_t type;
    uint8_t least;
    uint8_t most;
};

constexpr Option OPTIONS[] = {
    {1, 1, (LONGEST_ADDRESS + 2 + OPTION_UNIT - 1) / OPTION_UNIT}, // source link-layer address
    {2, 1, (LONGEST_ADDRESS + 2 + OPTION_UNIT - 1) / OPTION_UNIT}, // target link-layer address
    {3, 4, 4},                                                     // prefix
    {5, 1, 1},                                                     // MTU
};

bool
IsLengthOfKind(uint8_t type, uint8_t units)
{
    for (const Option& option : OPTIONS)
    {
        if (option.type == type)
        {
            return units >= option.least && units <= option.most;
        }
    }
    return true;
}

bool
AreOptionsReadable(const std::vector<uint8_t>& bytes, std::size_t begin)
{
    while (begin + 2 <= bytes.size())
    {
        const uint8_t units = bytes[begin + 1];
        const std::size_t end = begin + units * OPTION_UNIT;
        if (units == 0 || end > bytes.size() || !IsLengthOfKind(bytes[begin], units))
        {
            return false;
        }
        begin = end;
    }
    return begin == bytes.size();
}

} // namespace

bool
NfIsNeighbourMessageReadable(const NfPacket& packet)
{
    const uint8_t* icmp = packet.L4(2);
    for (const Message& message : MESSAGES)
    {
        if (message.type != icmp[0])
        {
            continue;
        }
        const bool isFromLink = packet.ip.ttl == UINT8_MAX ||
                                icmp[0] == NfIcmpv6Type::ROUTER_ADVERTISEMENT ||
                                icmp[0] == NfIcmpv6Type::REDIRECT;
        return isFromLink && icmp[1] == 0 && packet.GetPayloadSize() >= message.size &&
               AreOptionsReadable(packet.CopyPayload(), message.size);
    }
    return true;
}

} // namespace ns3
