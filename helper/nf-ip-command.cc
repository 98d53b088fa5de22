// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-command.h"

#include "nf-ip-route-command.h"
#include "nf-ip-rule-command.h"
#include "nf-ip-words.h"

namespace ns3
{

NfStatus
NfIpCommand::Execute(Ptr<NfIpv4Stack> stack, const std::string& command, std::string* output)
{
    NfIpWords words(command);
    std::string printed;
    std::string object = words.Take("rule or route");
    if (object == "rule" || object == "ru")
    {
        NfExecuteIpRule(words, stack->GetPolicyRouting(), printed);
    }
    else if (object == "route" || object == "r" || object == "ro")
    {
        NfExecuteIpRoute(words, *stack, printed);
    }
    else
    {
        words.Fail("\"" + object + "\" is not understood: expected rule or route");
    }
    if (output && !words.GetError())
    {
        *output += printed;
    }
    return words.GetError();
}

} // namespace ns3
