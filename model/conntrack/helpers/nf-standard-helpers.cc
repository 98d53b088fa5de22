// SPDX-License-Identifier: GPL-2.0-only

#include "nf-standard-helpers.h"

#include "nf-conntrack.h"
#include "nf-helper-netbios.h"
#include "nf-silent-helper.h"

namespace ns3
{

NfStandardHelpers
NfRegisterStandardHelpers(NfConntrack& conntrack)
{
    const NfStandardHelpers helpers{std::make_shared<NfAmandaHelper>(),
                                    std::make_shared<NfFtpHelper>(),
                                    std::make_shared<NfIrcHelper>(),
                                    std::make_shared<NfPptpHelper>(),
                                    std::make_shared<NfSipHelper>(NfProtocol::TCP),
                                    std::make_shared<NfSipHelper>(NfProtocol::UDP),
                                    std::make_shared<NfSnmpHelper>(),
                                    std::make_shared<NfTftpHelper>()};
    conntrack.RegisterHelper(helpers.amanda);
    conntrack.RegisterHelper(helpers.ftp);
    conntrack.RegisterHelper(helpers.irc);
    conntrack.RegisterHelper(std::make_shared<NfNetbiosHelper>());
    conntrack.RegisterHelper(helpers.pptp);
    conntrack.RegisterHelper(helpers.sipOverTcp);
    conntrack.RegisterHelper(helpers.sipOverUdp);
    conntrack.RegisterHelper(helpers.snmp);
    conntrack.RegisterHelper(helpers.tftp);
    for (const auto& helper : NfSilentHelper::GetAll())
    {
        conntrack.RegisterStandIn(helper);
    }
    return helpers;
}

} // namespace ns3
