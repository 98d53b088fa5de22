// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DHCP_SERVICE_H
#define NF_DHCP_SERVICE_H

#include "nf-topology-plan.h"

#include "ns3/net-device.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <vector>

namespace ns3
{

/**
 * Have interfaces get their addresses by DHCP (ns-3's DhcpServer and DhcpClient).
 *
 * The server keeps for each client the address of the plan, and grants it for the shortest lease
 * of the clients' links, an hour where none says. A client takes the first offer at once, asks
 * again every five seconds until there is one, and renews its lease after half of it.
 *
 * While a client has no lease its interface has no route, so that nothing but what is broadcast
 * leaves by it, as on Linux. (ns-3's DhcpClient gives it the address 0.0.0.0/0 for that time, and
 * so a route to everywhere; here it is 0.0.0.0/32 before, which the client takes for its own.)
 * @param plan the plan
 * @param server interface that gives addresses
 * @param clients interfaces that get one from it
 * @param devices by interface
 */
void NfServeDhcp(const NfTopologyPlan& plan,
                 std::size_t server,
                 const std::vector<std::size_t>& clients,
                 const std::vector<Ptr<NetDevice>>& devices);

} // namespace ns3

#endif /* NF_DHCP_SERVICE_H */
