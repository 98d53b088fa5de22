// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_ROUTE_COMMAND_H
#define NF_IP_ROUTE_COMMAND_H

#include <string>

namespace ns3
{

class NfDeviceTable;
class NfIpWords;
class NfPolicyRouting;

/**
 * Execute a command `ip route`, see NfIpCommand.
 * @param words what follows "route"; receives the error, if there is one
 * @param routing the routes
 * @param devices of the node
 * @param output receives what is printed
 */
void NfExecuteIpRoute(NfIpWords& words,
                      NfPolicyRouting& routing,
                      const NfDeviceTable& devices,
                      std::string& output);

} // namespace ns3

#endif /* NF_IP_ROUTE_COMMAND_H */
