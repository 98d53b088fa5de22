// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_ADDRESS_COMMAND_H
#define NF_IP_ADDRESS_COMMAND_H

#include <string>

namespace ns3
{

class NfDeviceTable;
class NfIpWords;

/**
 * Execute a command `ip address`, see NfIpCommand. The node's stack is told by ns-3's own means, so
 * that a new IPv6 address is checked for duplicates as any other.
 * @param words what follows "address"; receives the error, if there is one
 * @param devices of the node
 * @param output receives what is printed
 */
void NfExecuteIpAddress(NfIpWords& words, const NfDeviceTable& devices, std::string& output);

} // namespace ns3

#endif /* NF_IP_ADDRESS_COMMAND_H */
