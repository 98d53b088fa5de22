// SPDX-License-Identifier: GPL-2.0-only

#include "nf-standard-helpers.h"

#include "nf-conntrack.h"
#include "nf-silent-helper.h"

namespace ns3
{

std::shared_ptr<NfFtpHelper>
NfRegisterStandardHelpers(NfConntrack& conntrack)
{
    auto ftp = std::make_shared<NfFtpHelper>();
    conntrack.RegisterHelper(ftp);
    for (const auto& helper : NfSilentHelper::GetAll())
    {
        conntrack.RegisterStandIn(helper);
    }
    return ftp;
}

} // namespace ns3
