// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMP_TYPES_H
#define NF_ICMP_TYPES_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Types of ICMP messages that are about a packet (RFC 792).
 */
namespace NfIcmpType
{
constexpr uint8_t DESTINATION_UNREACHABLE = 3;
constexpr uint8_t SOURCE_QUENCH = 4;
constexpr uint8_t REDIRECT = 5;
constexpr uint8_t TIME_EXCEEDED = 11;
constexpr uint8_t PARAMETER_PROBLEM = 12;
} // namespace NfIcmpType

/**
 * @param type of a message of ICMP for IPv4
 * @return true if messages of this type quote the packet that they are about
 */
constexpr bool
NfIcmpQuotesPacket(uint8_t type)
{
    switch (type)
    {
    case NfIcmpType::DESTINATION_UNREACHABLE:
    case NfIcmpType::SOURCE_QUENCH:
    case NfIcmpType::REDIRECT:
    case NfIcmpType::TIME_EXCEEDED:
    case NfIcmpType::PARAMETER_PROBLEM:
        return true;
    default:
        return false;
    }
}

} // namespace ns3

#endif /* NF_ICMP_TYPES_H */
