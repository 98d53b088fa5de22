// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_RULE_COMMAND_H
#define NF_IP_RULE_COMMAND_H

#include <string>

namespace ns3
{

class NfIpWords;
class NfPolicyRouting;

/**
 * Execute a command `ip rule`, see NfIpCommand.
 * @param words what follows "rule"; receives the error, if there is one
 * @param routing the rules
 * @param output receives what is printed
 */
void NfExecuteIpRule(NfIpWords& words, NfPolicyRouting& routing, std::string& output);

} // namespace ns3

#endif /* NF_IP_RULE_COMMAND_H */
