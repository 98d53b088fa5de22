// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STANDARD_HELPERS_H
#define NF_STANDARD_HELPERS_H

#include "nf-helper-ftp.h"

#include <memory>

namespace ns3
{

class NfConntrack;

/**
 * Let the rules of a node name all helpers that Linux 6.18 has: FTP, which is read here, and those
 * that are not (NfSilentHelper).
 * @param conntrack of the node, without helpers
 * @return the helper for FTP, for which NAT sets a mangler
 */
std::shared_ptr<NfFtpHelper> NfRegisterStandardHelpers(NfConntrack& conntrack);

} // namespace ns3

#endif /* NF_STANDARD_HELPERS_H */
