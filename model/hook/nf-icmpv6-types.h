// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMPV6_TYPES_H
#define NF_ICMPV6_TYPES_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Types of ICMPv6 messages (RFC 4443, 4861, 2710, 3810, 4620, 4286).
 */
namespace NfIcmpv6Type
{
constexpr uint8_t DESTINATION_UNREACHABLE = 1;
constexpr uint8_t PACKET_TOO_BIG = 2;
constexpr uint8_t TIME_EXCEEDED = 3;
constexpr uint8_t PARAMETER_PROBLEM = 4;
constexpr uint8_t FIRST_INFORMATIONAL = 128; //!< all below are errors
constexpr uint8_t ECHO_REQUEST = 128;
constexpr uint8_t ECHO_REPLY = 129;
constexpr uint8_t LISTENER_QUERY = 130;
constexpr uint8_t LISTENER_REPORT = 131;
constexpr uint8_t LISTENER_DONE = 132;
constexpr uint8_t ROUTER_SOLICITATION = 133;
constexpr uint8_t ROUTER_ADVERTISEMENT = 134;
constexpr uint8_t NEIGHBOUR_SOLICITATION = 135;
constexpr uint8_t NEIGHBOUR_ADVERTISEMENT = 136;
constexpr uint8_t REDIRECT = 137;
constexpr uint8_t NODE_INFORMATION_QUERY = 139;
constexpr uint8_t NODE_INFORMATION_REPLY = 140;
constexpr uint8_t LISTENER_REPORT_V2 = 143;
constexpr uint8_t MULTICAST_ROUTER_ADVERTISEMENT = 151;
constexpr uint8_t MULTICAST_ROUTER_SOLICITATION = 152;
} // namespace NfIcmpv6Type

} // namespace ns3

#endif /* NF_ICMPV6_TYPES_H */
