// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_ROUTE_LIST_H
#define NF_IP_ROUTE_LIST_H

#include "nf-ip-text.h"
#include "nf-policy-routing.h"

#include <array>
#include <cstdint>
#include <string>

namespace ns3
{

class NfDeviceTable;

/// iproute2's words for types of routes.
inline constexpr std::array<NfIpWord<NfRoute::Type>, 6> NF_ROUTE_TYPES{
    {{"unicast", NfRoute::UNICAST},
     {"local", NfRoute::LOCAL},
     {"unreachable", NfRoute::UNREACHABLE},
     {"prohibit", NfRoute::PROHIBIT},
     {"blackhole", NfRoute::BLACKHOLE},
     {"throw", NfRoute::THROW}}};

/// Metric of an IPv6 route that names none.
inline constexpr uint32_t NF_USUAL_IPV6_METRIC = 1024;

/**
 * @param route a route
 * @return true if packets that take it are not sent anywhere
 */
inline bool
NfIsRefusing(const NfRoute& route)
{
    return route.type != NfRoute::UNICAST && route.type != NfRoute::LOCAL;
}

/**
 * List a table as `ip route list` does.
 * @param table number of the table
 * @param routing that has it
 * @param devices of the node
 * @param output receives the lines
 */
void NfListIpRoutes(uint32_t table,
                    const NfPolicyRouting& routing,
                    const NfDeviceTable& devices,
                    std::string& output);

} // namespace ns3

#endif /* NF_IP_ROUTE_LIST_H */
