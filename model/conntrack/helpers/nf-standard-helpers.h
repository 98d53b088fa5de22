// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STANDARD_HELPERS_H
#define NF_STANDARD_HELPERS_H

#include "nf-helper-amanda.h"
#include "nf-helper-ftp.h"
#include "nf-helper-irc.h"
#include "nf-helper-pptp.h"
#include "nf-helper-sip.h"
#include "nf-helper-snmp.h"
#include "nf-helper-tftp.h"

#include <memory>

namespace ns3
{

class NfConntrack;

/// The helpers of a node that read their protocols, to set what NAT does for them.
struct NfStandardHelpers
{
    std::shared_ptr<NfAmandaHelper> amanda;
    std::shared_ptr<NfFtpHelper> ftp;
    std::shared_ptr<NfIrcHelper> irc;
    std::shared_ptr<NfPptpHelper> pptp;
    std::shared_ptr<NfSipHelper> sipOverTcp;
    std::shared_ptr<NfSipHelper> sipOverUdp;
    std::shared_ptr<NfSnmpHelper> snmp;
    std::shared_ptr<NfTftpHelper> tftp;
};

/**
 * Let the rules of a node name all helpers that Linux 6.18 has: those that are read here, and those
 * that are not (NfSilentHelper).
 * @param conntrack of the node, without helpers
 * @return those that are read
 */
NfStandardHelpers NfRegisterStandardHelpers(NfConntrack& conntrack);

} // namespace ns3

#endif /* NF_STANDARD_HELPERS_H */
