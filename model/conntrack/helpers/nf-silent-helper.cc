// SPDX-License-Identifier: GPL-2.0-only

#include "nf-silent-helper.h"

#include "nf-types.h"

namespace ns3
{

const std::vector<std::shared_ptr<NfSilentHelper>>&
NfSilentHelper::GetAll()
{
    // Measured: these pairs, and those of NfRegisterStandardHelpers(), are what CT takes on Linux
    // 6.18.
    static const std::vector helpers{
        std::make_shared<NfSilentHelper>("Q.931", NfProtocol::TCP, 1720),
        std::make_shared<NfSilentHelper>("RAS", NfProtocol::UDP, 1719),
        std::make_shared<NfSilentHelper>("sane", NfProtocol::TCP, 6566),
    };
    return helpers;
}

} // namespace ns3
