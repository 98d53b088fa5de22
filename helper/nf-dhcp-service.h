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
 * The server keeps for each client the address of the plan, and grants it for an hour. A client
 * takes the first offer at once, and asks again every five seconds until there is one.
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
