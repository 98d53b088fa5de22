// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_LOG_H
#define NF_HELPER_LOG_H

#include "nf-packet.h"

#include <string>

namespace ns3
{

/// How a line of the kernel log begins that tells why a helper drops a packet, before the name.
constexpr const char* NF_HELPER_LOG_PREFIX = "nf_ct_";

/**
 * Tell the kernel log that a connection helper drops a packet, at level notice (Linux's
 * nf_ct_helper_log). As in Linux the line names neither devices nor chain.
 * @param packet the packet
 * @param helper name of the helper, such as "ftp"
 * @param why what the helper cannot do
 */
void NfLogHelperDrop(NfPacket& packet, const std::string& helper, const std::string& why);

} // namespace ns3

#endif /* NF_HELPER_LOG_H */
