// SPDX-License-Identifier: GPL-2.0-only

#include "nf-silent-helper.h"

#include "nf-types.h"

#include <algorithm>
#include <array>

namespace ns3
{

const NfSilentHelper*
NfSilentHelper::Find(const std::string& name, uint8_t protocol)
{
    // Measured: these pairs, and with ftp, irc and tftp no others, are what CT takes on Linux 6.18.
    static const std::array helpers{
        NfSilentHelper("Q.931", NfProtocol::TCP, 1720),
        NfSilentHelper("RAS", NfProtocol::UDP, 1719),
        NfSilentHelper("amanda", NfProtocol::UDP, 10080),
        NfSilentHelper("netbios-ns", NfProtocol::UDP, 137),
        NfSilentHelper("pptp", NfProtocol::TCP, 1723),
        NfSilentHelper("sane", NfProtocol::TCP, 6566),
        NfSilentHelper("sip", NfProtocol::TCP, 5060),
        NfSilentHelper("sip", NfProtocol::UDP, 5060),
        NfSilentHelper("snmp", NfProtocol::UDP, 161),
    };
    auto found = std::find_if(helpers.begin(), helpers.end(), [&](const NfSilentHelper& helper) {
        return helper.m_name == name && helper.m_protocol == protocol;
    });
    return found == helpers.end() ? nullptr : &*found;
}

} // namespace ns3
