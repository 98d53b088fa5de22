// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-command.h"

#include "netfilter.h"
#include "nf-ip-address-command.h"
#include "nf-ip-route-command.h"
#include "nf-ip-rule-command.h"
#include "nf-ip-words.h"

namespace ns3
{

namespace
{

/// iproute2's -4 and -6; without, an address tells it, and IPv4 is meant if there is none.
void
TakeFamily(NfIpWords& words)
{
    words.SetFamily(words.HaveIpv6() ? NfFamily::IPV6 : NfFamily::IPV4);
    while (words.Peek().substr(0, 1) == "-")
    {
        const std::string option = words.Take("an option");
        if (option != "-4" && option != "-6")
        {
            words.Fail("\"" + option + "\" is not understood: expected -4 or -6");
            return;
        }
        words.SetFamily(option == "-6" ? NfFamily::IPV6 : NfFamily::IPV4);
    }
}

} // namespace

NfStatus
NfIpCommand::Execute(Ptr<Netfilter> netfilter, const std::string& command, std::string* output)
{
    NfIpWords words(command);
    TakeFamily(words);
    NfIpv4Stack& stack = *netfilter->GetStack();
    NfPolicyRouting& routing = words.GetFamily() == NfFamily::IPV6
                                   ? netfilter->GetIpv6Stack()->GetPolicyRouting()
                                   : stack.GetPolicyRouting();
    std::string printed;
    std::string object = words.Take("rule, route or address");
    if (object == "rule" || object == "ru")
    {
        NfExecuteIpRule(words, routing, printed);
    }
    else if (object == "route" || object == "r" || object == "ro")
    {
        NfExecuteIpRoute(words, routing, stack.GetDevices(), printed);
    }
    else if (object == "address" || object == "addr" || object == "a")
    {
        NfExecuteIpAddress(words, stack.GetDevices(), printed);
        stack.Sync();
    }
    else
    {
        words.Fail("\"" + object + "\" is not understood: expected rule, route or address");
    }
    if (output && !words.GetError())
    {
        *output += printed;
    }
    return words.GetError();
}

} // namespace ns3
